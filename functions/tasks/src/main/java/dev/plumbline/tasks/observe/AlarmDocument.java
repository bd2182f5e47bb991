package dev.plumbline.tasks.observe;

/**
 * An alarm's change of state as a program reads it: the last line of a message. Documented in
 * docs/reference/messages.md.
 *
 * @param version version of this form
 * @param kind what it is about
 * @param organization name of the organisation
 * @param environment name of the environment; {@code all} where it concerns every one
 * @param account account id
 * @param region region
 * @param alarm name of the alarm
 * @param description what the alarm means; empty where it says nothing
 * @param state the state in CloudWatch's words
 * @param previous the state before, empty where there was none
 * @param reason why, in CloudWatch's words
 * @param at when, ISO 8601
 */
record AlarmDocument(
        int version,
        String kind,
        String organization,
        String environment,
        String account,
        String region,
        String alarm,
        String description,
        String state,
        String previous,
        String reason,
        String at) {}
