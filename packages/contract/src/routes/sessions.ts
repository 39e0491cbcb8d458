import {
  CheckCustomerParams,
  CheckCustomerReply,
  CreateSessionRequest,
  EndSessionQuery,
  GenerateOtpReply,
  GenerateOtpRequest,
  SessionCreatedReply,
  SessionEndedReply,
  SessionReply,
  VerifyOtpRequest,
} from '../schemas/codesAndSessions.ts'
import { defineRoute } from './defineRoute.ts'
import { KNOWS_CALLER, READS, TAKES_BODY, TAKES_PARAMS, WRITES } from './errorSets.ts'

const SESSION_HEADERS = {
  'Set-Cookie': '`appointease_session`: HttpOnly, SameSite=Lax, Secure under https.',
}

const generateOtp = defineRoute({
  id: 'generateOtp',
  method: 'POST',
  path: '/generate-otp',
  namespaces: ['appointease/v1'],
  summary: 'Send a one-time code by mail',
  description:
    'The same reply, in about the same time, whether or not the address is known. Three per address in 10 min.',
  tags: ['sessions'],
  auth: 'public',
  cookieNonce: false,
  body: GenerateOtpRequest,
  success: { status: 200, schema: GenerateOtpReply },
  errors: [...TAKES_BODY, 'RATE_LIMITED', ...WRITES],
})

const verifyOtp = defineRoute({
  id: 'verifyOtp',
  method: 'POST',
  path: '/verify-otp',
  namespaces: ['appointease/v1'],
  summary: 'Sign in with a code',
  description: 'A code works once and for five tries. The token and the cookie are the same session.',
  tags: ['sessions'],
  auth: 'public',
  cookieNonce: false,
  body: VerifyOtpRequest,
  success: { status: 200, schema: SessionCreatedReply, headers: SESSION_HEADERS },
  errors: [...TAKES_BODY, 'OTP_INVALID', 'OTP_EXPIRED', 'RATE_LIMITED', ...WRITES],
})

const createSession = defineRoute({
  id: 'createSession',
  method: 'POST',
  path: '/session',
  namespaces: ['appointease/v1'],
  summary: 'Sign in with a code, or renew a session',
  description:
    'With `email` and `otp` as `verify-otp`. With neither, the session of the caller is renewed. An address alone never makes a session. The nonce is needed only where the cookie is renewed.',
  tags: ['sessions'],
  auth: 'public',
  cookieNonce: true,
  body: CreateSessionRequest,
  success: { status: 200, schema: SessionCreatedReply, headers: SESSION_HEADERS },
  errors: [
    ...TAKES_BODY,
    ...KNOWS_CALLER,
    'rest_cookie_invalid_nonce',
    'OTP_INVALID',
    'OTP_EXPIRED',
    'RATE_LIMITED',
    ...WRITES,
  ],
})

const getSession = defineRoute({
  id: 'getSession',
  method: 'GET',
  path: '/session',
  namespaces: ['appointease/v1'],
  summary: 'Who is asking',
  description: 'Never an error for lack of a session. `nonce` goes into `X-WP-Nonce`.',
  tags: ['sessions'],
  auth: 'public',
  cookieNonce: false,
  success: { status: 200, schema: SessionReply },
  errors: [...READS],
})

const endSession = defineRoute({
  id: 'endSession',
  method: 'DELETE',
  path: '/session',
  namespaces: ['appointease/v1'],
  summary: 'Sign out everywhere',
  description:
    'Ends every session of the address, in every browser; with `scope=this` only the one that asks. Without a session it succeeds as well.',
  tags: ['sessions'],
  auth: 'public',
  cookieNonce: true,
  query: EndSessionQuery,
  success: { status: 200, schema: SessionEndedReply, headers: SESSION_HEADERS },
  errors: [...TAKES_PARAMS, 'rest_cookie_invalid_nonce', 'ORIGIN_NOT_ALLOWED', ...WRITES],
})

const checkCustomer = defineRoute({
  id: 'checkCustomer',
  method: 'GET',
  path: '/check-customer/{email}',
  namespaces: ['appointease/v1', 'booking/v1'],
  summary: 'What is known about oneself',
  description:
    "Only for the caller's own verified address; for any other, known or not, and for whoever has proved none, 403.",
  tags: ['sessions'],
  auth: 'public',
  cookieNonce: false,
  params: CheckCustomerParams,
  success: { status: 200, schema: CheckCustomerReply },
  errors: [...TAKES_PARAMS, 'rest_forbidden', ...READS],
})

export const sessionRoutes = {
  generateOtp,
  verifyOtp,
  createSession,
  getSession,
  endSession,
  checkCustomer,
}
