package dev.plumbline.estate.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Fn::Cidr} for addresses of four bytes. */
final class AddressBlocks {

    private static final Pattern BLOCK =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");
    private static final int BITS = 32;
    private static final int MOST = 256;

    private AddressBlocks() {}

    /**
     * Returns the blocks that an address block is cut into, or nothing where that cannot be worked out.
     *
     * @param argument the block, how many are wanted, and how many bits of each are its own
     */
    static Optional<JsonNode> cut(JsonNode argument) {
        Matcher block = BLOCK.matcher(argument.path(0).asText());
        int count = argument.path(1).asInt(0);
        int bits = argument.path(2).asInt(0);
        if (!block.matches() || count < 1 || count > MOST || bits < 1 || bits >= BITS) {
            return Optional.empty();
        }
        long address = 0;
        for (int part = 1; part <= 4; part++) {
            address = address << 8 | Integer.parseInt(block.group(part));
        }
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        for (int index = 0; index < count; index++) {
            blocks.add(text(address + ((long) index << bits)) + "/" + (BITS - bits));
        }
        return Optional.of(blocks);
    }

    private static String text(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
