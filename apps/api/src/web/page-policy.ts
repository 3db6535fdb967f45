/** What react-aria-components writes into the page by itself: how its buttons take touches. */
const PRESSABLE_STYLE = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** Pages take nothing from elsewhere and run no script but their own files. */
export const PAGE_POLICY =
  `default-src 'self'; style-src 'self' ${PRESSABLE_STYLE}; ` +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
