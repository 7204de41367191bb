/** The package brings no types; these are the parts the test compares with. */
declare module 'siphash' {
  const siphash: { hash(key: Uint32Array, message: Uint8Array): { h: number; l: number } };
  export default siphash;
}
