import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { QueueItem } from './queue-reads.js';

const KEPT = 'intreccio-keys-off';
const listeners = new Set<() => void>();

/** Letters alone act, so whoever speaks to the computer or types with a stick can switch them off (WCAG 2.1.4). */
export function useKeysSetting() {
  const on = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => localStorage.getItem(KEPT) === null,
  );
  return {
    on,
    set(wanted: boolean): void {
      if (wanted) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, 'yes');
      for (const changed of listeners) changed();
    },
  };
}

interface Keys {
  readonly items: readonly QueueItem[];
  readonly open: QueueItem | undefined;
  select(item: QueueItem): void;
  toggle(item: QueueItem): void;
  approve(item: QueueItem): void;
  reject(item: QueueItem): void;
  /** Calls back what was just approved. @returns whether there is something to call back */
  undo(): boolean;
  /** Goes on behind the last row that is loaded. @returns whether there is more */
  further(): boolean;
}

const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog] *';

/** J and K go down and up, X chooses, A approves, R opens the refusal, Z calls the approval back. */
export function useQueueKeys(keys: Keys): void {
  const { on } = useKeysSetting();
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent): void => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
      if (
        plain &&
        !(event.target as Element).matches(TYPING) &&
        act(event.key.toLowerCase(), latest.current)
      ) {
        event.preventDefault();
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [on]);
}

function act(key: string, { items, open, ...keys }: Keys): boolean {
  const at = items.findIndex(({ id }) => id === open?.id);
  const neighbour = key === 'j' ? items[at + 1] : key === 'k' ? items[Math.max(0, at - 1)] : undefined;
  if (neighbour) {
    keys.select(neighbour);
    return true;
  }
  if (key === 'j' && (open || items.length === 0)) return keys.further();
  if (key === 'z') return keys.undo();
  if (open?.kind !== 'new') return false;
  if (key === 'x') keys.toggle(open);
  else if (key === 'a') keys.approve(open);
  else if (key === 'r') keys.reject(open);
  else return false;
  return true;
}
