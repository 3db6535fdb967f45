import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { meQuery, queries } from '../api/queries.js';
import { Broken, NotFound } from './broken.js';
import { homeOf, type Role } from './session.js';
import { Shell } from './shell.js';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Sends people away from screens that are not for their role, to where they begin. */
async function only(...allowed: readonly Role[]): Promise<void> {
  const { roles } = await queries.ensureQueryData(meQuery);
  if (!allowed.some((role) => roles.includes(role))) throw redirect({ to: homeOf(roles), replace: true });
}

const family = () => only('family');
const helper = () => only('helper');
const member = () => only('family', 'helper', 'coordinator', 'administrator');

const ask = ['what', 'when', 'where', 'check'] as const;

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
