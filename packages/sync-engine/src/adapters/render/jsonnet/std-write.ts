import { JsonnetError } from './failure.ts';
import { minified, numberText, plainNumber, quote, toJson } from './manifest.ts';
import { bag, bool, list, type Natives, native, text } from './native.ts';
import { JArray, JFunction, JObject, type Value } from './value.ts';

/** What writes values as text in the standard library. */
export const writeNatives: Natives = {
  manifestJson: native('value', (value: Value) => json(value, '    ')),
  manifestJsonMinified: native('value', (value: Value) =>
    toJson(value, { ...minified, number: plainNumber }),
  ),
  manifestJsonEx: native(
    'value indent newline? key_val_sep?',
    (value: Value, indent: Value, newline: Value | undefined, colon: Value | undefined) =>
      toJson(value, {
        indent: text(indent),
        newline: newline === undefined ? '\n' : text(newline),
        colon: colon === undefined ? ': ' : text(colon),
        comma: ',',
        gap: '',
        number: plainNumber,
      }),
  ),
  manifestYamlDoc: native(
    'value indent_array_in_object? quote_keys?',
    (value: Value, indented: Value | undefined, quoted: Value | undefined) =>
      yaml(value, '', { isIndented: indented === true, isQuoted: quoted !== false }),
  ),
  manifestYamlStream: native(
    'value indent_array_in_object? c_document_end? quote_keys?',
    (value: Value, indented: Value | undefined, ended: Value | undefined, quoted: Value | undefined) => {
      const documents = list(value)
        .values()
        .map((one) => yaml(one, '', { isIndented: indented === true, isQuoted: quoted !== false }));
      return `---\n${documents.join('\n---\n')}${ended === undefined || bool(ended) ? '\n...\n' : '\n'}`;
    },
  ),
  manifestIni: native('ini', (ini: Value) => {
    const lines = (section: Value): string[] =>
      bag(section)
        .names('visible')
        .flatMap((name) => {
          const value = bag(section).get(name);
          const all = value instanceof JArray ? value.values() : [value];
          return all.map((one) => `${name} = ${plainText(one)}`);
        });
    const file = bag(ini);
    const main = file.has('main') ? lines(file.get('main')) : [];
    const sections = bag(file.get('sections'));
    const rest = sections.names('visible').flatMap((name) => [`[${name}]`, ...lines(sections.get(name))]);
    return [...main, ...rest, ''].join('\n');
  }),
  manifestPython: native('v', (value: Value) => python(value)),
  manifestPythonVars: native('conf', (conf: Value) =>
    [
      ...bag(conf)
        .names('visible')
        .map((name) => `${name} = ${python(bag(conf).get(name))}`),
      '',
    ].join('\n'),
  ),
  manifestTomlEx: native('value indent', (value: Value, indent: Value) =>
    tomlTable(bag(value), [], [], text(indent)).join('\n'),
  ),
  manifestToml: native('value', (value: Value) => tomlTable(bag(value), [], [], '  ').join('\n')),
  manifestXmlJsonml: native('value', (value: Value) => xml(value)),
};

function json(value: Value, indent: string): string {
  return toJson(value, { indent, newline: '\n', colon: ': ', comma: ',', gap: '', number: plainNumber });
}

function plainText(value: Value): string {
  return typeof value === 'string' ? value : toJson(value, minified);
}

type YamlStyle = { isIndented: boolean; isQuoted: boolean };

function yaml(value: Value, indent: string, style: YamlStyle): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return plainNumber(value);
  if (value instanceof JFunction) throw new JsonnetError('A function cannot be written as YAML');
  if (typeof value === 'string') {
    if (value === '') return '""';
    if (!value.endsWith('\n')) return quote(value);
    const lines = value.slice(0, -1).split('\n');
    // As the reference implementation has it: blank lines are indented too.
    return ['|', ...lines.map((line) => `${indent}  ${line}`)].join('\n');
  }
  if (value instanceof JArray) {
    if (value.items.length === 0) return '[]';
    return value
      .values()
      .map((item) => {
        const isNested = item instanceof JArray && item.items.length > 0;
        const inner = typeof item === 'string' ? indent : `${indent}  `;
        return isNested ? `-\n${inner}${yaml(item, inner, style)}` : `- ${yaml(item, inner, style)}`;
      })
      .join(`\n${indent}`);
  }
  const names = value.names('visible');
  if (names.length === 0) return '{}';
  return names
    .map((name) => {
      const item = value.get(name);
      const key = style.isQuoted || !isPlainKey(name) ? quote(name) : name;
      if (item instanceof JArray && item.items.length > 0) {
        const inner = style.isIndented ? `${indent}  ` : indent;
        return `${key}:\n${inner}${yaml(item, inner, style)}`;
      }
      if (item instanceof JObject && item.names('visible').length > 0) {
        return `${key}:\n${indent}  ${yaml(item, `${indent}  `, style)}`;
      }
      return `${key}: ${yaml(item, indent, style)}`;
    })
    .join(`\n${indent}`);
}

function isPlainKey(name: string): boolean {
  return (
    /^[A-Za-z0-9_./-]+$/.test(name) &&
    !/^(null|true|false|yes|no|on|off|y|n|-|---|\.?nan|-?\.?inf)$/i.test(name) &&
    !/^-?\d+(_\d+)*$/.test(name) &&
    !/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(name) &&
    !/^-?(0x[0-9a-fA-F_]+|0b[01_]+)$/.test(name) &&
    !/^\d*-\d*-\d*$/.test(name)
  );
}

function python(value: Value): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quote(value);
  if (value instanceof JArray) return `[${value.values().map(python).join(', ')}]`;
  if (value instanceof JObject) {
    return `{${value
      .names('visible')
      .map((name) => `${quote(name)}: ${python(value.get(name))}`)
      .join(', ')}}`;
  }
  throw new JsonnetError('A function cannot be written for Python');
}

function tomlKey(name: string): string {
  if (name === '') return "''";
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : quote(name);
}

function isTableArray(value: Value): boolean {
  return (
    value instanceof JArray && value.items.length > 0 && value.values().every((one) => one instanceof JObject)
  );
}

function tomlTable(table: JObject, path: string[], indexed: string[], indent: string): string[] {
  const names = table.names('visible');
  const isSection = (value: Value): boolean => value instanceof JObject || isTableArray(value);
  const pad = indexed.join('');
  const lines = names
    .filter((name) => !isSection(table.get(name)))
    .map((name) => `${pad}${tomlKey(name)} = ${tomlValue(table.get(name), indent, pad, false)}`);
  const sections = names
    .filter((name) => isSection(table.get(name)))
    .map((name) => {
      const value = table.get(name);
      const here = [...path, tomlKey(name)];
      const inner = [...indexed, indent];
      const body = (one: JObject, header: string): string => {
        const rows = tomlTable(one, here, inner, indent);
        return [`${pad}${header}`, ...rows].join('\n');
      };
      if (value instanceof JObject) return body(value, `[${here.join('.')}]`);
      return list(value)
        .values()
        .map((one) => body(bag(one), `[[${here.join('.')}]]`))
        .join('\n\n');
    });
  const head = lines.length > 0 ? [lines.join('\n')] : [];
  // A table with sections alone begins with an empty part, as the reference implementation writes it.
  const parts = names.length === 0 ? [] : [...(head.length > 0 ? head : ['']), ...sections];
  return parts.length === 0 ? [] : [parts.join('\n\n')];
}

function tomlValue(value: Value, indent: string, pad: string, isInline: boolean): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof JArray) {
    if (value.items.length === 0) return '[]';
    const parts = value.values().map((one) => tomlValue(one, '', '', true));
    if (isInline) return `[ ${parts.join(', ')} ]`;
    return `[\n${parts.map((part) => pad + indent + part).join(',\n')}\n${pad}]`;
  }
  if (value instanceof JObject) {
    const parts = value
      .names('visible')
      .map((name) => `${tomlKey(name)} = ${tomlValue(value.get(name), '', '', true)}`);
    return `{ ${parts.join(', ')} }`;
  }
  throw new JsonnetError('TOML has no null and no functions');
}

function xml(value: Value): string {
  if (typeof value === 'string') return value;
  const [tag, ...rest] = list(value).values();
  const [attributes, ...children] = rest[0] instanceof JObject ? rest : [undefined, ...rest];
  const written =
    attributes instanceof JObject
      ? attributes.names('visible').map((name) => ` ${name}="${plainText(attributes.get(name))}"`)
      : [];
  return `<${text(tag)}${written.join('')}>${children.map((child) => xml(child ?? null)).join('')}</${text(tag)}>`;
}
