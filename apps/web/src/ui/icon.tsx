/** Line icons on a grid of 24, always beside a word. */
const PATHS = {
  home: 'M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6',
  hands: 'M12 20s-7-4.4-7-10a4 4 0 0 1 7-2.6A4 4 0 0 1 19 10c0 5.6-7 10-7 10Z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  balance: 'M12 4v16M7 20h10M5 7h14M5 7l-2.5 6a2.8 2.8 0 0 0 5 0L5 7ZM19 7l-2.5 6a2.8 2.8 0 0 0 5 0L19 7Z',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16ZM10 21h4',
  settings:
    'M12 15.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM12 2.800v3M12 18.200v3M2.8 12h3M18.2 12h3M5.5 5.500l2.1 2.100M16.4 16.400l2.1 2.100M18.5 5.500l-2.1 2.100M7.6 16.400l-2.1 2.1',
  calendar: 'M5 6h14v14H5zM5 10.500h14M9 3.500V8M15 3.500V8',
  phone:
    'M6.5 3.500h3l1.5 4-2 1.500a11 11 0 0 0 6 6l1.5-2 4 1.500v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.700a2 2 0 0 1 2-2.200Z',
  check: 'M4.5 12.5 10 18 19.5 7',
  cross: 'M6 6l12 12M18 6 6 18',
  again: 'M4.5 8.500V4M4.5 8.500H9M4.8 8.500a8 8 0 1 1-.6 5.5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  bag: 'M5.5 8.500h13L20 20.500H4ZM9 8.500V7a3 3 0 0 1 6 0v1.5',
  tool: 'M20 7.500a5 5 0 0 1-6.6 5.200L7 19.100a2 2 0 0 1-2.9-2.900l6.400-6.400A5 5 0 0 1 16.500 4l-3 3 3 3 3.500-2.5Z',
  forward: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  book: 'M5 5.500A2.5 2.5 0 0 1 7.5 3H19v15H7.500A2.5 2.5 0 0 0 5 20.500v-15ZM5 20.500A2.5 2.5 0 0 0 7.5 21H19',
  car: 'M4 16v-4l2-5.500h12L20 12v4M4 12h16M4 16h16v2.500h-3V16M4 16v2.500h3V16',
  child: 'M12 9.500a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.400ZM5.5 21c0-4.5 2.5-8 6.5-8s6.5 3.5 6.5 8',
  pin: 'M12 21s-6.5-5.8-6.5-11a6.5 6.5 0 0 1 13 0c0 5.2-6.5 11-6.5 11ZM12 12.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  people:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M15.5 5.300a3 3 0 0 1 0 5.400M17.5 14.300c2.2.8 3.5 3 3.5 5.7',
  note: 'M5 4h14v11l-5 5H5zM19 15h-5v5M8.5 8.500h7M8.5 12h4',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.500M12 7.500v.1',
  pause: 'M8.5 5v14M15.5 5v14',
  out: 'M14 4h5v16h-5M4 12h11M11.5 8.5 15 12l-3.5 3.5',
  chart: 'M4.5 20V4M4.5 20H20M8.5 16.5v-5M12.500 16.500V8M16.500 16.500v-3',
  list: 'M8.5 6.500H20M8.5 12H20M8.5 17.500H20M4 6.500h.100M4 12h.100M4 17.500h.1',
} as const;

export type IconName = keyof typeof PATHS;

/** Those that point somewhere point the other way where one reads from the right. */
const POINTING: ReadonlySet<IconName> = new Set(['forward', 'back', 'out', 'again', 'list']);

export function Icon({ name, size = 24 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className={POINTING.has(name) ? 'icon pointing' : 'icon'}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
