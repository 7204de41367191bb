import { ActionIcon, Button } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import classes from './action-menu.module.css';

type MenuAction = { label: string; onSelect: () => void };

type Props = {
  label: string;
  /** Words on the button; without them it shows three dots. */
  text?: string;
  actions: MenuAction[];
  disabled?: boolean;
};

/**
 * A button that opens a short list of actions, with the keys of a menu (arrows, Home, End, Escape).
 * Ours and not Mantine's, whose positioning code alone would weigh a fifth of what the panel may load.
 */
export function ActionMenu({ label, text, actions, disabled = false }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = () =>
    Array.from(list.current?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]') ?? []);

  useEffect(() => {
    if (open) list.current?.querySelector<HTMLButtonElement>('[role="menuitem"]')?.focus();
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.findIndex((item) => item.matches(':focus'));
    const targets: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Escape') close();
    else if (target !== undefined) all[target]?.focus();
    else return;
    event.preventDefault();
  };
  const onBlur = (event: FocusEvent) => {
    const { relatedTarget, currentTarget } = event;
    if (relatedTarget !== button.current && !currentTarget.contains(relatedTarget)) setOpen(false);
  };

  const trigger = {
    ref: button,
    'aria-label': label,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    ...(open ? { 'aria-controls': id } : {}),
    disabled,
    onClick: () => setOpen(!open),
  };

  return (
    <div className={classes['root']} data-wide={text !== undefined}>
      {text === undefined ? (
        <ActionIcon variant="subtle" color="gray" {...trigger}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      ) : (
        <Button size="xs" variant="default" {...trigger}>
          {text}
        </Button>
      )}
      {open ? (
        <div
          ref={list}
          id={id}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          className={classes['list']}
          onKeyDown={onKeyDown}
          onBlur={onBlur}
        >
          {actions.map((action) => (
            <button
              key={action.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={classes['item']}
              onClick={() => {
                close();
                action.onSelect();
              }}
            >
              {action.label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
