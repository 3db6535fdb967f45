import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { categoriesQuery, meQuery, queries } from '../api/queries.js';
import { Broken, NotFound } from './broken.js';
import { peopleSearch, queueSearch, weekSearch } from './desk-search.js';
import { homeOf, type Role } from './session.js';
import { Shell } from './shell.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Sends people away from screens that are not for their role, to where they begin. */
async function only(...wanted: readonly Role[]): Promise<void> {
  const { roles } = await queries.ensureQueryData(meQuery);
  if (!wanted.some((role) => roles.includes(role))) throw redirect({ to: homeOf(roles), replace: true });
}

const family = () => only('family');
const helper = () => only('helper');
const member = () => only('family', 'helper', 'coordinator', 'administrator');

const ask = ['what', 'when', 'where', 'check'] as const;
/** The desk's lists name kinds of help by code alone: their names are there before the first row. */
async function overseers(): Promise<void> {
  await only('coordinator', 'administrator', 'auditor');
  await queries.ensureQueryData(categoriesQuery);
}
async function desk(): Promise<void> {
  await only('coordinator', 'administrator');
  await queries.ensureQueryData(categoriesQuery);
}
const chainKeepers = () => only('administrator', 'auditor');

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/home',
    beforeLoad: family,
    component: lazyRouteComponent(() => import('../home/home.js'), 'Home'),
  }),
  ...ask.map((step) =>
    createRoute({
      getParentRoute: () => root,
      path: `/ask/${step}`,
      beforeLoad: family,
      component: lazyRouteComponent(async () => {
        const { Ask } = await import('../ask/ask.js');
        return { Step: () => <Ask step={step} /> };
      }, 'Step'),
    }),
  ),
  createRoute({
    getParentRoute: () => root,
    path: '/ask/sent',
    beforeLoad: family,
    validateSearch: ({ request }): { readonly request?: string } =>
      typeof request === 'string' ? { request } : {},
    component: lazyRouteComponent(() => import('../ask/sent.js'), 'Sent'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/requests/$id',
    beforeLoad: family,
    component: lazyRouteComponent(() => import('../request/request.js'), 'Request'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/requests/$id/edit',
    beforeLoad: family,
    component: lazyRouteComponent(() => import('../request/edit.js'), 'EditRequest'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/household',
    beforeLoad: family,
    component: lazyRouteComponent(() => import('../household/household.js'), 'Household'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/hours',
    beforeLoad: member,
    component: lazyRouteComponent(() => import('../hours/hours.js'), 'Hours'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/balance',
    beforeLoad: member,
    component: lazyRouteComponent(() => import('../balance/balance.js'), 'Balance'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/inbox',
    component: lazyRouteComponent(() => import('../inbox/inbox.js'), 'Inbox'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('../settings/settings.js'), 'Settings'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/v/home',
    beforeLoad: helper,
    component: lazyRouteComponent(() => import('../helper-home/helper-home.js'), 'HelperHome'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/v/proposals/$id',
    beforeLoad: helper,
    component: lazyRouteComponent(() => import('../proposal/proposal.js'), 'Proposal'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/v/availability',
    beforeLoad: helper,
    component: lazyRouteComponent(() => import('../availability/availability.js'), 'Availability'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/v/offers',
    beforeLoad: helper,
    component: lazyRouteComponent(() => import('../offers/offers.js'), 'Offers'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/v/checks',
    beforeLoad: helper,
    component: lazyRouteComponent(() => import('../checks/my-checks.js'), 'MyChecks'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/queue',
    beforeLoad: desk,
    validateSearch: queueSearch,
    component: lazyRouteComponent(() => import('../desk-queue/queue.js'), 'Queue'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/needs',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-needs/needs.js'), 'Needs'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/people',
    beforeLoad: desk,
    validateSearch: peopleSearch,
    component: lazyRouteComponent(() => import('../desk-people/people.js'), 'People'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/people/$id',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-people/person.js'), 'Person'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/ask/$memberId',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-ask/desk-ask.js'), 'DeskAsk'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/duty',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-duty/duty.js'), 'Duty'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/referrals',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-referrals/referrals.js'), 'Referrals'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/incidents',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-incidents/incidents.js'), 'Incidents'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/register',
    beforeLoad: overseers,
    component: lazyRouteComponent(() => import('../desk-register/register.js'), 'Register'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/report',
    beforeLoad: member,
    component: lazyRouteComponent(() => import('../report/report.js'), 'Report'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/what-if',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-what-if/what-if.js'), 'WhatIf'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/calendar',
    beforeLoad: desk,
    validateSearch: weekSearch,
    component: lazyRouteComponent(() => import('../desk-calendar/calendar.js'), 'Calendar'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/hours',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-hours/desk-hours.js'), 'DeskHours'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/stats',
    beforeLoad: overseers,
    component: lazyRouteComponent(() => import('../desk-stats/stats.js'), 'Stats'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/messages',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-messages/messages.js'), 'Messages'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/runs',
    beforeLoad: overseers,
    component: lazyRouteComponent(() => import('../desk-runs/runs.js'), 'Runs'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/audit',
    beforeLoad: chainKeepers,
    component: lazyRouteComponent(() => import('../desk-audit/audit.js'), 'Audit'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/settings',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-settings/desk-settings.js'), 'DeskSettings'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/more',
    beforeLoad: overseers,
    component: lazyRouteComponent(() => import('../desk-more/more-places.js'), 'MorePlaces'),
  }),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
