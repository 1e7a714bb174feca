/** Why a Jsonnet program cannot be read or has no value; `where` is `file:line:column`, '' when it is not known. */
export class JsonnetError extends Error {
  readonly where: string;
  constructor(message: string, where = '') {
    super(message);
    this.name = 'JsonnetError';
    this.where = where;
  }
}
