// Lists for the rules in entities.mjs.

const words = (text) => new Set(text.trim().split(/\s+/));
const lines = (text) => new Set(text.trim().split(/\s*\n\s*/));

// Words that are capitalised only at the start of a sentence or clause.
export const LEADING = words(`
  a after all also an and any as at because both but by each even every few
  for from he her here him his how i if in into it its let many more most my
  neither no nor not of on once one only or other our over she since so some
  such that the their then there these they third this those though through
  thus to today tonight under upon very we what when where which while who why
  with yet you your
`);

// Courtesy titles: "mr. jefferson" and "jefferson" are the same name.
export const COURTESY = words(`
  dr mr mrs ms miss messrs madam madame sir sirs esq gentleman gentlemen hon
  honorable
`);

// Regions: "island of cuba" and "cuba" are the same name.
export const REGION = words(`
  bay coast colony colonies county island islands isthmus peninsula port
  province provinces river rivers state states territories territory town
  valley
`);

// Lower-case words that may begin a name.
export const PARTICLE = words('al city de el fort lake la mount st van von');

// Words that join parts of a name and cannot end it.
export const INNER = words('a an and at by de del for in la of on or the to &');

// Lower-case words that may end a name.
export const TAIL = words(`
  administration agency army association bank basin bay board bureau cabinet
  coast commission committee company conference congress corporation corps
  council court department departments fleet fund government governments
  institute island islands legislature ministry mountains navy office
  organization party peninsula region regime river rivers school senate
  tribunal union university valley
`);

// Offices and ranks: not names, alone or combined ("vice president").
export const OFFICE = words(`
  adjutant admiral ambassador attorney captain chairman chief clerk colonel
  commander commissioner congressman congresswoman consul deputy director
  emperor executive first general governor inspector judge justice king lady
  leader lieutenant lord magistrate major majesty marshal minister minority
  majority officer pope postmaster president prime prince princess private
  prof professor provost quartermaster queen rear rev reverend secretaries
  secretary senator senators sergeant speaker staff surgeon treasurer vice
  gen maj capt col gov sen jr
`);

// Peoples and faiths that the tagger does not recognise.
export const PEOPLE = words(`
  american arabian british bulgarian christian communist english hawaiian
  islamic jewish muslim panaman paraguayan persian philippine polish prussian
  rican roman russo samoan saudi soviet spanish tunisian turkish
`);

export const CALENDAR = words(`
  january february march april may june july august september october november
  december sunday monday tuesday wednesday thursday friday saturday
`);

// Names that the rules would change.
export const KEPT = lines(`
  the hague
  philippines
  laos
`);

// Other spellings of a name.
export const ALIAS = new Map([
  ['d.c.', 'dc'],
  ['g.i.', 'gi'],
  ['u.n.', 'united nations'],
  ['u.s.', 'united states'],
  ['u.s.a.', 'united states of america'],
  ['u.s.s.r.', 'ussr'],
  ['usa', 'united states of america'],
]);

// Abbreviations of states and streets.
export const SHORT = words('ave cal fla kans nebr st tex va');

// Words that the tagger mistakes for names, and parts of names.
export const COMMON = lines(`
  administration
  bureau
  cabinet departments
  capital city
  central
  chemo
  congressional
  corps
  department
  departments
  east
  executive authority
  executive department
  executive departments
  executive office
  federal
  federal authority
  federal agency
  federal office
  god
  government
  governments
  gulf
  house
  imperial
  independent state
  indian-school
  isthmus
  lakes
  light-house
  local school
  nation
  national
  nation's capital
  north
  presidential
  presidential office
  republic
  rio
  self-government
  shuttle
  small community
  south
  state
  state authority
  state-bank
  states
  territories
  territory
  union
  west
`);
