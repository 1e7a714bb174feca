import { SignOut } from '../../../features/auth/sign-out.tsx';

export default function Page() {
  return <SignOut />;
}
