'use client';
import { clsx } from 'clsx';
import { useId, type ButtonHTMLAttributes, type MouseEvent, type ReactNode, type Ref } from 'react';
import styles from './button.module.css';
import { Icon, type IconName } from './icon.tsx';
import { Link } from './link.tsx';

type Look = {
  /** `primary` is the one filled button of a view. */
  variant?: 'default' | 'primary' | 'ghost' | 'danger';
  size?: 'md' | 'sm' | 'xs';
  icon?: IconName;
  iconEnd?: IconName;
  /** Takes the width of its container. */
  block?: boolean;
};

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> &
  Look & {
    /** Why the button cannot be used now. It stays focusable and the sentence is read with its name. */
    disabledReason?: string | false | null;
    /** Prints the reason beside the button instead of only in its tooltip. */
    reasonPlacement?: 'title' | 'below' | 'end';
    /** A request is running: the label stays, a turning arc says so, clicks are ignored. */
    isBusy?: boolean;
    children?: ReactNode;
    ref?: Ref<HTMLButtonElement>;
  };

function look({ variant = 'default', size = 'md', block }: Look) {
  return clsx(styles.button, styles[variant], size !== 'md' && styles[size], block && styles.block);
}

/** A button. `disabledReason` replaces `disabled`: a control that cannot be used says what it waits for. */
export function Button(props: ButtonProps) {
  const { variant, size, icon, iconEnd, block, disabledReason, reasonPlacement = 'title', isBusy } = props;
  const { className, children, onClick, type = 'button', ...rest } = omitLook(props);
  const reasonId = useId();
  const isDisabled = Boolean(disabledReason);
  const handleClick = (event: MouseEvent<HTMLButtonElement>) => {
    // The second half of a double click: whoever asks has not heard yet that it runs.
    const isRepeated = event.detail > 1 && (variant === 'primary' || variant === 'danger');
    if (isDisabled || isBusy || isRepeated) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    onClick?.(event);
  };
  const button = (
    <button
      {...rest}
      type={type}
      className={clsx(look({ variant, size, block }), className)}
      aria-disabled={isDisabled || isBusy || rest['aria-disabled'] || undefined}
      aria-busy={isBusy || undefined}
      aria-describedby={isDisabled ? reasonId : rest['aria-describedby']}
      title={isDisabled && reasonPlacement === 'title' ? (disabledReason as string) : rest.title} // isDisabled: a string
      onClick={handleClick}
    >
      {isBusy ? <Icon name="progressing" size={14} /> : icon && <Icon name={icon} />}
      {children}
      {iconEnd && <Icon name={iconEnd} size={14} />}
    </button>
  );
  if (!isDisabled) return button;
  return (
    <span className={clsx(styles.withReason, styles[`reason-${reasonPlacement}`], block && styles.block)}>
      {button}
      <span id={reasonId} className={reasonPlacement === 'title' ? 'sr-only' : styles.reason}>
        {disabledReason}
      </span>
    </span>
  );
}

function omitLook(props: ButtonProps) {
  const {
    variant: _variant,
    size: _size,
    icon: _icon,
    iconEnd: _iconEnd,
    block: _block,
    disabledReason: _disabledReason,
    reasonPlacement: _reasonPlacement,
    isBusy: _isBusy,
    ...rest
  } = props;
  return rest;
}

export type ButtonLinkProps = Look & {
  href: string;
  children: ReactNode;
  className?: string;
  title?: string;
};

/** A link that looks like a button: it navigates, it never mutates. */
export function ButtonLink({ href, children, icon, iconEnd, className, title, ...rest }: ButtonLinkProps) {
  return (
    <Link href={href} title={title} className={clsx(look(rest), className)}>
      {icon && <Icon name={icon} />}
      {children}
      {iconEnd && <Icon name={iconEnd} size={14} />}
    </Link>
  );
}

export type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'children'> & {
  icon: IconName;
  /** Accessible name and tooltip. */
  label: string;
  size?: 'md' | 'sm';
  disabledReason?: string | false | null;
  /** A dot that says there is something new; name it in `label` too. */
  hasPip?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** A square button with an icon and an invisible name. */
export function IconButton(props: IconButtonProps) {
  const { icon, label, size = 'md', disabledReason, hasPip, className, onClick, ...rest } = props;
  const name = disabledReason ? `${label}: ${disabledReason}` : label;
  return (
    <button
      title={name}
      {...rest}
      type="button"
      className={clsx(styles.iconButton, size === 'sm' && styles.iconSmall, className)}
      aria-label={name}
      aria-disabled={disabledReason ? true : undefined}
      onClick={disabledReason ? (event) => event.preventDefault() : onClick}
    >
      <Icon name={icon} />
      {hasPip && <span className={styles.pip} aria-hidden />}
    </button>
  );
}
