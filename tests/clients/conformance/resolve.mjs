// What graphql-js resolves from: a register that is fetched field by field from the server, without fragments,
// aliases or directives.
import { getNamedType, isInterfaceType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';

/** Levels of values that are fetched with their owner; records with an id are fetched on their own. */
const DEEPEST = 5;

export class Register {
  constructor(schema, ask) {
    this.schema = schema;
    this.ask = ask;
    this.node = schema.getType('Node');
    this.kept = new Map();
    this.resolve = this.resolve.bind(this);
  }

  /** Records that the corpus speaks of. */
  static async ids(ask) {
    const { data } = await ask({ query: `{
      places(first: 3, filter: { kinds: [CHILDRENS_CAFETERIA] }) { nodes { id } pageInfo { endCursor } }
      services(first: 1) { nodes { id } } organizations(first: 1) { nodes { id } } districts(first: 2) { nodes { id } }
      terms(scheme: "need", first: 2) { nodes { id } } changes(first: 1) { nodes { id } } }` });
    return {
      places: data.places.nodes.map((node) => node.id), after: data.places.pageInfo.endCursor,
      service: data.services.nodes[0].id, organization: data.organizations.nodes[0].id, change: data.changes.nodes[0].id,
      districts: data.districts.nodes.map((node) => node.id), terms: data.terms.nodes.map((node) => node.id),
    };
  }

  isNode(type) {
    return type === this.node || (isObjectType(type) && type.getInterfaces().includes(this.node));
  }

  /** Everything about a value that needs no arguments; of records only who they are. */
  plain(type, level = 0) {
    if (isInterfaceType(type)) return '{ __typename id }';
    if (level > 0 && this.isNode(type)) return '{ __typename id }';
    const fields = Object.values(type.getFields()).filter((field) => (this.isNode(type) ? field.args.length === 0 : !field.args.some(isRequiredArgument)));
    const parts = fields.map((field) => {
      const inner = getNamedType(field.type);
      if (isLeafType(inner)) return field.name;
      return level < DEEPEST ? `${field.name} ${this.plain(inner, level + 1)}` : '';
    });
    return `{ __typename ${parts.join(' ')} }`;
  }

  async resolve(source, args, _context, info) {
    const parent = info.parentType;
    const field = parent.getFields()[info.fieldName];
    if (parent === this.schema.getQueryType()) return this.fetch([], field, args);
    const isPlain = field.args.every((argument) => args[argument.name] === argument.defaultValue);
    if (source[field.name] !== undefined && isPlain && !(this.isNode(parent) && field.args.length > 0)) return source[field.name];
    if (this.isNode(parent)) return this.fetch([parent.name, source.id], field, args);
    throw new Error(`${parent.name}.${field.name} cannot be fetched alone`);
  }

  /** One field of the root or of a record, with its arguments as variables of their own types. */
  async fetch(of, field, args) {
    const key = JSON.stringify([of, field.name, args]);
    if (!this.kept.has(key)) this.kept.set(key, this.fetchAnew(of, field, args));
    return this.kept.get(key);
  }

  async fetchAnew([type, id], field, args) {
    const given = field.args.filter((argument) => argument.name in args);
    for (const argument of field.args) if (isRequiredArgument(argument) && !(argument.name in args)) throw new Error(`${argument.name} is missing`);
    const head = given.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
    const call = given.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
    const inner = getNamedType(field.type);
    const selection = isLeafType(inner) ? '' : this.plain(inner);
    let body = `${field.name}${call && `(${call})`} ${selection}`;
    if (id !== undefined) body = `node(id: ${JSON.stringify(id)}) { ... on ${type} { ${body} } }`;
    const { data, errors } = await this.ask({ query: `query ${head && `(${head})`} { ${body} }`, variables: args });
    const found = id === undefined ? data?.[field.name] : data?.node?.[field.name];
    if (errors?.length > 0 && (found === null || found === undefined)) throw new Error(errors[0].message);
    if (errors?.length > 0) throw new Error(`unexpected: ${JSON.stringify(errors)}`);
    return found;
  }
}
