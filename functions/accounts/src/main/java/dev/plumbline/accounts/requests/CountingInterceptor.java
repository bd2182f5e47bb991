package dev.plumbline.accounts.requests;

import static java.util.Objects.requireNonNull;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts every attempt of every request of the clients that carry it. */
public final class CountingInterceptor implements ExecutionInterceptor {

    private final Purpose purpose;

    /** Creates an interceptor that counts under a purpose unless the caller says another. */
    public CountingInterceptor(Purpose purpose) {
        this.purpose = requireNonNull(purpose, "purpose is null");
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Requests.sent(
                purpose,
                attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }
}
