import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  type AnyRoute,
  type RouteComponent,
} from '@tanstack/react-router';
import {
  agendaQuery,
  assignmentsQuery,
  requestsQuery,
  seatsQuery,
  toConfirmQuery,
} from '../api/family-queries.js';
import { exceptionsQuery, profileQuery, weeklyHoursQuery } from '../api/helper-queries.js';
import { meQuery, queries } from '../api/queries.js';
import { Broken } from './broken.js';
import { deskRoutes } from './desk-routes.js';
import { accountHolder, family, helper, member, root } from './root-route.js';

/** What a screen shows first is asked for before its code is there; the screen waits for it itself. */
function askForHome(): void {
  void queries.prefetchQuery(requestsQuery);
  void queries.prefetchQuery(agendaQuery('family'));
  void queries.prefetchQuery(assignmentsQuery);
  void queries.prefetchQuery(toConfirmQuery);
}
function askForHelperHome(): void {
  void queries.prefetchQuery(seatsQuery);
  void queries.prefetchQuery(assignmentsQuery);
  void queries.prefetchQuery(toConfirmQuery);
}

/** Hours and dates are those of a profile; a new helper has none yet. */
async function askForWeek(): Promise<void> {
  const { memberId } = await queries.ensureQueryData(meQuery);
  const profile = profileQuery(memberId);
  await queries.prefetchQuery(profile);
  if (!queries.getQueryData(profile.queryKey)) return;
  void queries.prefetchQuery(weeklyHoursQuery(memberId));
  void queries.prefetchQuery(exceptionsQuery(memberId));
}

const ask = ['what', 'when', 'where', 'check'] as const;

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/home',
    beforeLoad: family,
    loader: askForHome,
    component: lazyRouteComponent(() => import('../home/home.js'), 'Home'),
  }),
  ...ask.map((step) =>
    createRoute({
      getParentRoute: () => root,
      path: `/ask/${step}`,
      beforeLoad: family,
      // The screen begins with what was said so far.
      loader: async () => (await import('../ask/draft.js')).openDraft(),
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
    beforeLoad: accountHolder,
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
    loader: askForHelperHome,
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
    loader: () => void askForWeek(),
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
    path: '/report',
    beforeLoad: member,
    component: lazyRouteComponent(() => import('../report/report.js'), 'Report'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([...routes, ...deskRoutes]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

/** The screen of this address comes while it is asked who is signed in: one wait on a slow line instead of two. */
export function preloadScreen(): void {
  const routes: Readonly<Record<string, AnyRoute | undefined>> = router.routesById;
  for (const { routeId } of router.matchRoutes(router.latestLocation) as readonly { routeId: string }[]) {
    void (routes[routeId]?.options.component as RouteComponent | undefined)?.preload?.();
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
