import { showHome } from '../../../usecases/show-home.ts';
import { endpoint } from '../../endpoint.ts';

export const getHome = endpoint('getHome', ({ deps, access, principal }) => {
  return showHome(deps.context, { access, principal });
});
