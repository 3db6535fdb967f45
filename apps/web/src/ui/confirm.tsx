import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { Problem } from '../api/problem.js';
import { t } from '../words/words.js';
import { ProblemBox } from './problem-box.js';

/** Asks before what cannot be undone. */
export function Confirm({
  button,
  className = 'button',
  title,
  children,
  act,
  actClass = 'button bad',
  pending,
  problem,
  onConfirm,
}: {
  readonly button: ReactNode;
  readonly className?: string;
  readonly title: string;
  readonly children?: ReactNode;
  readonly act: string;
  readonly actClass?: string;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly onConfirm: () => void;
}) {
  return (
    <DialogTrigger>
      <Button className={className}>{button}</Button>
      <ModalOverlay className="veil" isDismissable>
        <Modal className="sheet">
          <Dialog>
            <Heading slot="title">{title}</Heading>
            <ProblemBox problem={problem} />
            {children}
            <div className="acts">
              {/* Not react-aria's: it announces a pending button by its id, which names nothing once the act took it away. */}
              <button
                className={actClass}
                type="button"
                data-pending={pending || undefined}
                onClick={onConfirm}
              >
                {act}
              </button>
              <Button slot="close" className="button quiet">
                {t('app.back')}
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
