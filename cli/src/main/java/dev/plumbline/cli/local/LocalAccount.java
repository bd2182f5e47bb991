package dev.plumbline.cli.local;

import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.HubCredentials;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.cli.Problem;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An account of the local organisation, as its administrator. The emulator takes an account's id as access key. */
public enum LocalAccount {
    /** The environment dev. */
    DEV("dev", "111111111111"),
    /** The environment stage. */
    STAGE("stage", "222222222222"),
    /** The environment prod. */
    PROD("prod", "333333333333"),
    /** The environment security. */
    SECURITY("security", "444444444444"),
    /** The environment shared-services, which is the hub. */
    SHARED_SERVICES("shared-services", "555555555555");

    /** The organisation's id. */
    static final String ORGANIZATION = "o-plumbline01";

    /** The organisation's management account, in which the estate has nothing. */
    static final String MANAGEMENT = "999999999999";

    private static final String SECRET = "test";

    private final String environment;
    private final String id;

    LocalAccount(String environment, String id) {
        this.environment = environment;
        this.id = id;
    }

    /** The account in which the control plane is deployed. */
    public static LocalAccount hub() {
        return SHARED_SERVICES;
    }

    /**
     * The account of an environment.
     *
     * @throws Problem where there is none of that name
     */
    public static LocalAccount of(String environment) {
        return Arrays.stream(values())
                .filter(account -> account.environment.equals(environment) || account.id.equals(environment))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "there is no local environment " + environment,
                        "Name one of "
                                + Arrays.stream(values())
                                        .map(LocalAccount::environment)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    /** The environment's name. */
    public String environment() {
        return environment;
    }

    /** The account's id, twelve digits. */
    public String id() {
        return id;
    }

    /** What any AWS tool needs to work in this account as its administrator. */
    public Map<String, String> variables(URI endpoint, String region) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", endpoint.toString());
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_ACCESS_KEY_ID", id);
        variables.put("AWS_SECRET_ACCESS_KEY", SECRET);
        return variables;
    }

    /** A session in this account as its administrator. */
    public Session session(URI endpoint, String region) {
        return session(id, endpoint, region);
    }

    /** A session in the organisation's management account as its administrator. */
    static Session management(URI endpoint, String region) {
        return session(MANAGEMENT, endpoint, region);
    }

    private static Session session(String id, URI endpoint, String region) {
        Configuration configuration =
                new Configuration(region, id, "", new HubCredentials.Keys(id, SECRET, ""), endpoint);
        return new Sessions(configuration).hub();
    }
}
