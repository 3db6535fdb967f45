import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { askSearch, caseSearch, hoursSearch, peopleSearch, queueSearch, weekSearch } from './desk-search.js';
import { accountKeepers, chainKeepers, desk, overseers, root } from './root-route.js';

/** The desk's screens. */
export const deskRoutes = [
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
    path: '/co/cases/$id',
    beforeLoad: desk,
    validateSearch: caseSearch,
    component: lazyRouteComponent(() => import('../desk-case/case.js'), 'Case'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/ask/$memberId',
    beforeLoad: desk,
    validateSearch: askSearch,
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
    path: '/co/identities',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-identities/identities.js'), 'Identities'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/joining',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-joining/joining.js'), 'Joining'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/incidents',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-incidents/incidents.js'), 'Incidents'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/accounts',
    beforeLoad: accountKeepers,
    component: lazyRouteComponent(() => import('../desk-accounts/accounts.js'), 'Accounts'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/register',
    beforeLoad: overseers,
    component: lazyRouteComponent(() => import('../desk-register/register.js'), 'Register'),
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
    path: '/co/sessions',
    beforeLoad: desk,
    component: lazyRouteComponent(() => import('../desk-sessions/sessions.js'), 'Sessions'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/co/hours',
    beforeLoad: desk,
    validateSearch: hoursSearch,
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
] as const;
