import { useEffect, type ReactNode } from 'react';

/** A screen: its title is the page's title, and where the shell puts the focus when one comes here. */
export function Page({
  title,
  lead,
  aside,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} – Intreccio`;
  }, [title]);
  return (
    <>
      <div className="title">
        <h1 tabIndex={-1}>{title}</h1>
        {aside}
      </div>
      {lead ? <p className="lead">{lead}</p> : null}
      {children}
    </>
  );
}
