import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  type AnyRoute,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { NoSuchPage, NoScreenYet } from './dead-ends';
import { screens, screensOf, type Screen } from './screens';
import { useMe } from './session';
import { Shell } from './shell';

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NoSuchPage });

function Home() {
  // A screen of one thing is reached from another screen.
  const home = screensOf(useMe().role).find(({ path }) => !path.includes('$'));
  return home ? <Navigate to={home.path} replace /> : <NoScreenYet />;
}

/** A screen of another role is no page at all: its name would only tell what others do. */
function routeOf({ path, roles, load }: Screen): AnyRoute {
  const Content: ComponentType = lazyRouteComponent(load, 'Screen');
  function Guarded() {
    return roles.includes(useMe().role) ? <Content /> : <NoSuchPage />;
  }
  return createRoute({ getParentRoute: () => rootRoute, path, component: Guarded });
}

export const router = createRouter({
  basepath: '/app',
  routeTree: rootRoute.addChildren([
    createRoute({ getParentRoute: () => rootRoute, path: '/', component: Home }),
    ...screens.map(routeOf),
  ]),
  defaultPreload: 'intent',
  // Plain words, as people read and write them: `?unit=25747` is text.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search as Readonly<Record<string, string | undefined>>);
    const text = new URLSearchParams(
      given.filter((one): one is [string, string] => one[1] !== undefined),
    ).toString();
    return text === '' ? '' : `?${text}`;
  },
});
