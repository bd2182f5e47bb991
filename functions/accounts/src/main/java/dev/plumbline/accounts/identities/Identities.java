package dev.plumbline.accounts.identities;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryApi;
import dev.plumbline.accounts.query.QueryParameters;
import dev.plumbline.accounts.query.QueryService;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.List;

/**
 * The users of one account, whatever the region of the session: IAM has none. What AWS answers as an error is raised as
 * a {@link Failure} that says what happens next.
 */
public final class Identities {

    private static final ErrorTable ERRORS = ErrorTable.of("IAM").build();

    private final QueryApi api;

    private Identities(QueryApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Returns the gateway for the account in which a session works. */
    public static Identities in(Session session) {
        return new Identities(QueryApi.of(QueryService.IAM, ERRORS, session));
    }

    /** Returns the names of all users. */
    public List<String> users() {
        return api.markedPages("ListUsers", QueryParameters.none(), "Users").stream()
                .map(user -> user.text("UserName"))
                .toList();
    }

    /** Returns the access keys of a user, those that are switched off among them. */
    public List<AccessKey> accessKeys(String user) {
        return api
                .markedPages("ListAccessKeys", QueryParameters.none().with("UserName", user), "AccessKeyMetadata")
                .stream()
                .map(key -> new AccessKey(
                        key.text("AccessKeyId"), user, key.text("Status").equals("Active")))
                .toList();
    }
}
