/** The languages of the build, by the headers of their PO files (words.mjs). */
declare const LANGUAGES_BUILT: readonly {
  readonly code: string;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly locale: string;
  readonly comma: string;
  readonly weekdays: 'short' | 'narrow';
}[];

declare module '*.po' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}

declare module '*.po?desk' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}
