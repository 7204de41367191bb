const words: Record<string, string> = {
  string: 'text',
  int: 'a number',
  double: 'a number',
  uint: 'a number',
  bool: 'yes or no',
  null: 'nothing',
  dyn: 'any value',
  bytes: 'bytes',
  type: 'a type',
  'google.protobuf.Timestamp': 'a timestamp',
  'google.protobuf.Duration': 'a duration',
};

/** A type of the engine as people call it: `list<string>` → “a list”. */
export function typeWord(type: string): string {
  const bare = /^dyn<(.+)>$/.exec(type)?.[1] ?? type;
  if (bare.startsWith('list')) return 'a list';
  if (bare.startsWith('map')) return 'a map';
  if (bare.startsWith('optional')) return 'an optional value';
  return words[bare] ?? 'a value';
}

/** Several types, separated by commas. */
export function typeWords(types: string): string {
  const parts: string[] = [];
  let depth = 0;
  for (const part of types.split(', ')) {
    if (depth > 0) parts[parts.length - 1] += `, ${part}`;
    else parts.push(part);
    depth += part.split('<').length - part.split('>').length;
  }
  return parts.map(typeWord).join(' and ');
}
