import { createRootRoute, redirect } from '@tanstack/react-router';
import { categoriesQuery, meQuery, queries } from '../api/queries.js';
import { NotFound } from './broken.js';
import { homeOf, type Role } from './session.js';
import { Shell } from './shell.js';

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Sends people away from screens that are not for their role, to where they begin. */
async function only(...wanted: readonly Role[]): Promise<void> {
  const { roles } = await queries.ensureQueryData(meQuery);
  if (!wanted.some((role) => roles.includes(role))) throw redirect({ to: homeOf(roles), replace: true });
}

export const family = () => only('family');
export const helper = () => only('helper');
export const member = () => only('family', 'helper', 'coordinator', 'administrator');

/** The desk's lists name kinds of help by code alone: their names are there before the first row. */
export async function overseers(): Promise<void> {
  await only('coordinator', 'administrator', 'auditor');
  await queries.ensureQueryData(categoriesQuery);
}
export async function desk(): Promise<void> {
  await only('coordinator', 'administrator');
  await queries.ensureQueryData(categoriesQuery);
}
export const chainKeepers = () => only('administrator', 'auditor');
