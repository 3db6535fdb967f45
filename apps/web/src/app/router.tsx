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
async function only(role: Role): Promise<void> {
  const { roles } = await queries.ensureQueryData(meQuery);
  if (!roles.includes(role)) throw redirect({ to: homeOf(roles), replace: true });
}

const family = () => only('family');
const helper = () => only('helper');

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/home',
    beforeLoad: family,
    component: lazyRouteComponent(() => import('../home/home.js'), 'Home'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/v/home',
    beforeLoad: helper,
    component: lazyRouteComponent(() => import('../helper-home/helper-home.js'), 'HelperHome'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/inbox',
    component: lazyRouteComponent(() => import('../inbox/inbox.js'), 'Inbox'),
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
