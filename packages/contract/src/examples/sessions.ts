import { type RouteExamples, variants, without } from './example.ts'

const address = { email: 'ann@example.com' }
const proof = { ...address, otp: '012345' }

const badAddresses = variants<object>(
  address,
  { email: 'ann' },
  { email: 'ann@example.com, bob@example.com' },
  { email: 'ann@example.com;bob@example.com' },
  { email: 'Ann <ann@example.com>' },
  { email: 'ann@example.com\r\nBcc: bob@example.com' },
  { email: 'ann@example.com\u0000' },
  { email: ' ann@example.com' },
  { email: `${'a'.repeat(65)}@example.com` },
  { email: 0 },
)
const badCodes = variants<object>(
  proof,
  { otp: '12345' },
  { otp: 123456 },
  { otp: '１２３４５６' },
  { otp: '012345\n' },
)

const session = {
  success: true as const,
  token: 't'.repeat(43),
  expires_in: 86_400,
  nonce: 'a1b2c3d4e5',
  customer: null,
}
const badSessions = [...without(session, 'customer', 'nonce'), { ...session, success: false }]
const goodSessions = [session, { ...session, customer: { name: 'Ann', phone: null } }]

export const sessionsExamples: RouteExamples<
  'generateOtp' | 'verifyOtp' | 'createSession' | 'getSession' | 'endSession' | 'checkCustomer'
> = {
  generateOtp: {
    body: { good: [address, { email: "o'brien+x@sub.example.co.uk" }], bad: [{}, ...badAddresses] },
    reply: { good: [{ success: true, message: 'Sent.', expires_in: 600 }], bad: [{ success: true }] },
  },
  verifyOtp: {
    body: { good: [proof], bad: [address, ...badCodes] },
    reply: { good: goodSessions, bad: badSessions },
  },
  createSession: {
    body: { good: [proof, {}], bad: [...badAddresses, ...badCodes] },
    reply: { good: goodSessions, bad: badSessions },
  },
  getSession: {
    reply: {
      good: [
        { authenticated: false, nonce: 'a1b2c3d4e5' },
        { authenticated: true, email: 'ann@example.com', expires_in: 5, nonce: 'a1b2c3d4e5' },
      ],
      bad: [{ authenticated: true }],
    },
  },
  endSession: {
    query: { good: [{}, { scope: 'this' }, { scope: 'everywhere' }], bad: [{ scope: 'all' }] },
    reply: { good: [{ success: true }], bad: [{}] },
  },
  checkCustomer: {
    params: { good: [address], bad: badAddresses },
    reply: {
      good: [
        { exists: true, name: 'Ann', phone: '' },
        { exists: false, name: null, phone: null },
      ],
      bad: [{ exists: 'yes', name: null, phone: null }],
    },
  },
}
