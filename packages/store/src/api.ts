import type { HeartbeatReply } from '@appointease/contract'
import type {
  CallOptions,
  Client,
  ClientError,
  ClientResult,
  HeartbeatData,
} from '@appointease/contract/client'

export type Failure = ClientError

type Used =
  | 'getSettings'
  | 'listServices'
  | 'listStaff'
  | 'listAvailability'
  | 'selectSlot'
  | 'deselectSlot'
  | 'markActiveSlot'
  | 'pollSlots'
  | 'generateOtp'
  | 'verifyOtp'
  | 'getSession'
  | 'endSession'
  | 'checkCustomer'
  | 'bookAppointment'
  | 'listUserAppointments'
  | 'getAppointment'
  | 'rescheduleAppointment'
  | 'checkRescheduleAvailability'
  | 'revokeManageLinks'
  | 'cancelAppointment'

/** What the stores ask of the server. The page knows where heartbeats go and with which nonce. */
export type Api = Pick<Client, Used> & {
  heartbeat(
    data: HeartbeatData,
    options: CallOptions & { hasFocus: boolean },
  ): Promise<ClientResult<HeartbeatReply>>
}
