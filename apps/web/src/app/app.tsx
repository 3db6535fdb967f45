import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { queries } from '../api/queries.js';
import { locale } from '../words/time.js';
import { router } from './router.js';

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider locale={locale}>
        <RouterProvider router={router} />
      </I18nProvider>
    </QueryClientProvider>
  );
}
