'use client';
import { clsx } from 'clsx';
import {
  createContext,
  createElement,
  use,
  type AnchorHTMLAttributes,
  type ComponentType,
  type ReactNode,
  type Ref,
} from 'react';

export type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & {
  href: string;
  ref?: Ref<HTMLAnchorElement>;
};

function PlainLink(props: LinkProps) {
  const { children, ...rest } = props;
  return <a {...rest}>{children}</a>;
}

const LinkContext = createContext<ComponentType<LinkProps>>(PlainLink);

/** Gives all components below the application's link, so that this package needs no router. */
export function LinkProvider({ link, children }: { link: ComponentType<LinkProps>; children: ReactNode }) {
  return <LinkContext value={link}>{children}</LinkContext>;
}

/** An unstyled link through the application's router; plain `<a>` without a provider. */
export function Link(props: LinkProps) {
  return createElement(use(LinkContext), props);
}

/** A link inside text: underlined with a quiet line. */
export function TextLink({ className, ...props }: LinkProps) {
  return <Link {...props} className={clsx('link', className)} />;
}
