package dev.plumbline.accounts.ec2;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.query.XmlNode;
import java.util.List;

/**
 * An instance and how it is protected.
 *
 * @param id its id
 * @param tokensRequired whether its metadata are told only to who asks with a token (IMDSv2), or not at all
 * @param openVolumes ids of its volumes that are not encrypted
 * @param volumes how many volumes it has
 */
public record Instance(String id, boolean tokensRequired, List<String> openVolumes, int volumes) {
    /** Checks that nothing is missing and copies the list. */
    public Instance {
        requireNonNull(id, "id is null");
        openVolumes = List.copyOf(openVolumes);
    }

    static Instance from(XmlNode instance, List<XmlNode> volumes) {
        String id = instance.text("instanceId");
        List<XmlNode> own = volumes.stream()
                .filter(volume -> volume.items("attachmentSet").stream()
                        .anyMatch(each -> each.text("instanceId").equals(id)))
                .toList();
        return new Instance(
                id,
                instance.find("metadataOptions")
                        .filter(options -> options.text("httpTokens").equals("required")
                                || options.text("httpEndpoint").equals("disabled"))
                        .isPresent(),
                own.stream()
                        .filter(volume -> !volume.flag("encrypted"))
                        .map(volume -> volume.text("volumeId"))
                        .toList(),
                own.size());
    }
}
