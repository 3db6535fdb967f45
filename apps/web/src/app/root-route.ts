import { createRootRoute, redirect } from '@tanstack/react-router';
import { categoriesQuery, communityQuery, meQuery, queries } from '../api/queries.js';
import { NotFound } from './broken.js';
import { homeOf, type Role } from './session.js';
import { Shell } from './shell.js';
import { loadDeskWords } from '../words/words.js';

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Sends people away from screens that are not for their role, to where they begin. */
async function only(...wanted: readonly Role[]): Promise<void> {
  const { roles } = await queries.ensureQueryData(meQuery);
  if (!wanted.some((role) => roles.includes(role))) throw redirect({ to: homeOf(roles), replace: true });
}

/** Nobody has a balance where all help is a gift. */
async function whereHoursAreCredited(): Promise<void> {
  const [{ roles }, { timebank }] = await Promise.all([
    queries.ensureQueryData(meQuery),
    queries.ensureQueryData(communityQuery),
  ]);
  if (!timebank) throw redirect({ to: homeOf(roles), replace: true });
}

export const family = () => only('family');
export const helper = () => only('helper');
export const member = () => only('family', 'helper', 'coordinator', 'administrator');

export async function accountHolder(): Promise<void> {
  await member();
  await whereHoursAreCredited();
}

/** The desk's lists name kinds of help by code alone: their names are there before the first row. */
async function atDesk(...wanted: readonly Role[]): Promise<void> {
  await only(...wanted);
  await Promise.all([queries.ensureQueryData(categoriesQuery), loadDeskWords()]);
}

export const overseers = () => atDesk('coordinator', 'administrator', 'auditor');
export async function accountKeepers(): Promise<void> {
  await overseers();
  await whereHoursAreCredited();
}
export const desk = () => atDesk('coordinator', 'administrator');
export async function chainKeepers(): Promise<void> {
  await only('administrator', 'auditor');
  await loadDeskWords();
}
