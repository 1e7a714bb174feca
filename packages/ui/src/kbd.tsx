import styles from './kbd.module.css';

/** A key cap; several keys pressed one after another stand side by side. */
export function Kbd({ keys }: { keys: string | readonly string[] }) {
  const list = typeof keys === 'string' ? [keys] : keys;
  return (
    <span className={styles.keys} data-keys>
      {list.map((key) => (
        <kbd key={key} className={styles.kbd}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
