'use client';
import { clsx } from 'clsx';
import {
  createContext,
  use,
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import styles from './field.module.css';
import { Icon, type IconName } from './icon.tsx';

type FieldIds = { id: string; describedBy?: string; isInvalid: boolean; isRequired: boolean };
const FieldContext = createContext<FieldIds | null>(null);

export type FieldProps = {
  label: ReactNode;
  /** Hides the label from sight, not from assistive technology. */
  isLabelHidden?: boolean;
  hint?: ReactNode;
  /** What is wrong and what to do; marks the control invalid. */
  error?: ReactNode;
  isRequired?: boolean;
  /** Quiet word after the label: "optional". */
  note?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** Label, control, hint and error, wired together. Put one Input, Select or TextArea inside. */
export function Field({
  label,
  isLabelHidden,
  hint,
  error,
  isRequired,
  note,
  children,
  className,
}: FieldProps) {
  const id = useId();
  const describedBy = clsx(hint && `${id}-hint`, error && `${id}-error`) || undefined;
  return (
    <div className={clsx(styles.field, className)}>
      <label htmlFor={id} className={clsx(styles.label, isLabelHidden && 'sr-only')}>
        {label}
        {note && <span className={styles.note}>{note}</span>}
      </label>
      <FieldContext value={{ id, describedBy, isInvalid: Boolean(error), isRequired: Boolean(isRequired) }}>
        {children}
      </FieldContext>
      {hint && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className={styles.error} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </div>
      )}
    </div>
  );
}

function useControl<T extends { id?: string; 'aria-describedby'?: string; required?: boolean }>(props: T) {
  const field = use(FieldContext);
  if (!field) return props;
  return {
    ...props,
    id: props.id ?? field.id,
    'aria-describedby': clsx(props['aria-describedby'], field.describedBy) || undefined,
    'aria-invalid': field.isInvalid || undefined,
    required: props.required ?? (field.isRequired || undefined),
  };
}

export type InputProps = InputHTMLAttributes<HTMLInputElement> & {
  icon?: IconName;
  /** Shown at the end inside the border: a Kbd, a unit, a button. */
  end?: ReactNode;
  isMono?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** A one-line text control. */
export function Input({ icon, end, isMono, className, ...props }: InputProps) {
  const control = useControl(props);
  return (
    <span
      className={clsx(styles.box, className)}
      data-invalid={'aria-invalid' in control && control['aria-invalid'] ? '' : undefined}
    >
      {icon && <Icon name={icon} className={styles.icon} />}
      <input {...control} className={clsx(styles.input, isMono && 'mono')} />
      {end}
    </span>
  );
}

export type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  isMono?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
};

/** A control for several lines. */
export function TextArea({ isMono, className, rows = 4, ...props }: TextAreaProps) {
  const control = useControl(props);
  return (
    <textarea
      rows={rows}
      {...control}
      className={clsx(styles.box, styles.area, isMono && 'mono', className)}
    />
  );
}

export type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & { ref?: Ref<HTMLSelectElement> };

/** The platform's own select in our frame: best on phones and with screen readers. */
export function Select({ className, children, ...props }: SelectProps) {
  const control = useControl(props);
  return (
    <span className={clsx(styles.box, styles.selectBox, className)}>
      <select {...control} className={styles.select}>
        {children}
      </select>
      <Icon name="down" className={styles.chevron} />
    </span>
  );
}

type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'size'> & {
  label: ReactNode;
  isLabelHidden?: boolean;
  /** A sentence under the label. */
  hint?: ReactNode;
  disabledReason?: string | false | null;
  ref?: Ref<HTMLInputElement>;
};

function Choice({
  kind,
  label,
  isLabelHidden,
  hint,
  disabledReason,
  className,
  ...props
}: ChoiceProps & { kind: 'checkbox' | 'radio' | 'switch' }) {
  const hintId = useId();
  const text = disabledReason || hint;
  return (
    <label
      className={clsx(styles.choice, isLabelHidden && styles.bare, disabledReason && styles.off, className)}
    >
      <input
        {...props}
        type={kind === 'radio' ? 'radio' : 'checkbox'}
        role={kind === 'switch' ? 'switch' : undefined}
        className={styles[kind]}
        aria-describedby={text ? hintId : props['aria-describedby']}
        aria-disabled={disabledReason ? true : undefined}
        onClick={disabledReason ? (event) => event.preventDefault() : props.onClick}
        onChange={disabledReason ? () => undefined : props.onChange}
      />
      <span className={isLabelHidden ? 'sr-only' : styles.choiceText}>
        {label}
        {text && (
          <span id={hintId} className={styles.choiceHint}>
            {text}
          </span>
        )}
      </span>
    </label>
  );
}

export type CheckboxProps = ChoiceProps & { isMixed?: boolean };

/** A check box with its label; `isMixed` for "some of these". */
export function Checkbox({ isMixed, ref, ...props }: CheckboxProps) {
  const setRef = (node: HTMLInputElement | null) => {
    if (node) node.indeterminate = Boolean(isMixed);
    if (typeof ref === 'function') ref(node);
    else if (ref) ref.current = node;
  };
  return <Choice {...props} kind="checkbox" ref={setRef} />;
}

/** One of several; give all the same `name`. */
export function Radio(props: ChoiceProps) {
  return <Choice {...props} kind="radio" />;
}

/** On or off at once, without a save button. */
export function Switch(props: ChoiceProps) {
  return <Choice {...props} kind="switch" />;
}

export type FieldsetProps = {
  legend: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  isBordered?: boolean;
  children: ReactNode;
};

/** Several choices under one question; `isBordered` draws the framed list of the rollback drawer. */
export function Fieldset({ legend, hint, error, isBordered, children }: FieldsetProps) {
  const id = useId();
  return (
    <fieldset
      className={styles.field}
      aria-describedby={clsx(hint && `${id}-hint`, error && `${id}-error`) || undefined}
    >
      <legend className={styles.legend}>{legend}</legend>
      {hint && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
      <div className={isBordered ? styles.framed : styles.choices}>{children}</div>
      {error && (
        <div id={`${id}-error`} className={styles.error} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </div>
      )}
    </fieldset>
  );
}
