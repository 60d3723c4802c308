import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { mayPass } from '../api/problem';
import { LanguageProvider } from './language';
import { router } from './router';
import { SessionProvider } from './session';
import { cssVariables, styleNonce, theme } from './theme';

// The scroll lock of dialogs inserts a style element and looks for its nonce under this name.
Object.assign(window, { __webpack_nonce__: styleNonce() });

const colorSchemes = localStorageColorSchemeManager({ key: 'truc.theme' });
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The stream says what has changed; a refusal stays one however often it is asked.
      staleTime: 30_000,
      retry: (failures, error) => mayPass(error) && failures < 3,
    },
  },
});

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
