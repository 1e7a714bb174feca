import type { Endpoint } from '../endpoint.ts';
import { changePassword } from './session/change-password.ts';
import { getSession } from './session/get.ts';
import { login } from './session/login.ts';
import { logout } from './session/logout.ts';

/** Every endpoint, one line each; a test compares with the folder and the contract. */
export const registry: readonly Endpoint[] = [login, logout, getSession, changePassword];
