const firstNames = (
  'Adira Bastian Calla Dorian Elowen Fabian Greta Halim Ines Jorun Kasimir Leona Marek Nadia Orin Petra ' +
  'Quirin Rosalind Soren Tamsin Ulrika Viktor Wilma Xenia Yorick Zelda Anselm Briony Corin Delphine'
).split(' ');
const lastNames = (
  'Abernook Brandvale Carrowmere Dunhollow Eastermoor Farrowby Gladewick Harkstone Ironmere Jessopdale ' +
  'Kettlewell Larkenby Marlowick Netherby Oakhollow Pembermoor Quillfeather Ravensby Stonewick Thornmere ' +
  'Underhaugh Vexley Windermoss Yarrowby Zellwick Ashgrove Birchholm'
).split(' ');

/** The name of the i-th invented person; repeats only after first × last names. */
export function namesOf(i: number): { first: string; last: string } {
  const first = firstNames[i % firstNames.length] ?? 'Adira';
  const last = lastNames[(i * 5 + Math.floor(i / firstNames.length)) % lastNames.length] ?? 'Abernook';
  return { first, last };
}
