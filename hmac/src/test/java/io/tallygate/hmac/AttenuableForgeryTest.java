package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tallygate.model.Denial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holders of a key may try to make of it. The layout is spelled out here once more, for the forger's side. */
class AttenuableForgeryTest {
    private static final int HEAD = 1 + 17 + 4 + 12;
    private static final int CODE = 32;

    private final AttenuableEdge edge = new AttenuableEdge();
    private final AttenuableKey made = edge.keys().make();
    private final AttenuableKey once = made.narrow(n -> n.methods("GET"), edge.random);
    private final AttenuableKey twice = once.narrow(n -> n.paths("/reports/*"), edge.random);
    private final AttenuableKey thrice = twice.narrow(n -> n.networks("10.0.0.0/8"), edge.random);

    /** Of the characters, among which are those of marker and of the bits that no byte has, and of the bytes. */
    @Test
    void anyBitThatIsFlippedIsRefused() {
        String text = thrice.text();
        int flips = 0;
        int accepted = 0;
        for (int i = 0; i < text.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                char flipped = (char) (text.charAt(i) ^ 1 << bit);
                accepted += accepts(text.substring(0, i) + flipped + text.substring(i + 1)) ? 1 : 0;
                flips++;
            }
        }
        byte[] bytes = bytes(thrice);
        for (int i = 0; i < bytes.length * 8; i++) {
            byte[] flipped = bytes.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            accepted += accepts(text(flipped)) ? 1 : 0;
            flips++;
        }
        System.out.println("NARROW flips=" + flips + " accepted=" + accepted);
        assertThat(edge.refusal(text)).isNull();
        assertThat(flips).isGreaterThan(2500);
        assertThat(accepted).isZero();
    }

    @Test
    void leavingOutALinkIsRefused() {
        for (int i = 0; i < 3; i++) {
            List<byte[]> links = links(thrice);
            links.remove(i);
            assertThat(edge.refusal(forged(links, code(thrice)))).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        assertThat(edge.refusal(forged(links(thrice).subList(0, 1), code(thrice))))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(edge.refusal(forged(List.of(), code(thrice)))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void puttingLinksInAnotherOrderIsRefused() {
        for (int i = 0; i < 2; i++) {
            List<byte[]> links = links(thrice);
            Collections.swap(links, i, i + 1);
            assertThat(edge.refusal(forged(links, code(thrice)))).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
    }

    @Test
    void anotherLinkInThePlaceOfOneIsRefused() {
        byte[] wider = "0123456789abmethods DELETE GET".getBytes(StandardCharsets.US_ASCII);
        byte[] silent = "0123456789ab".getBytes(StandardCharsets.US_ASCII);
        byte[] siblings = links(made.narrow(n -> n.methods("PUT"), edge.random)).get(0);
        for (byte[] other : List.of(wider, silent, siblings)) {
            for (int i = 0; i < 3; i++) {
                List<byte[]> links = links(thrice);
                links.set(i, other);
                assertThat(edge.refusal(forged(links, code(thrice)))).isEqualTo(Denial.INVALID_CREDENTIAL);
            }
        }
    }

    @Test
    void linksOfOneKeyBehindTheCodeOfAnotherAreRefused() {
        AttenuableKey sibling = twice.narrow(n -> n.networks("192.0.2.0/24"), edge.random);
        assertThat(edge.refusal(sibling.text())).isNull();
        assertThat(edge.refusal(forged(links(sibling), code(thrice)))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(edge.refusal(forged(links(thrice), code(twice)))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** Where one link ends and the next begins is proven as well. */
    @Test
    void twoLinksTakenForOneAreRefused() {
        List<byte[]> links = links(twice);
        byte[] one = Arrays.copyOf(links.get(0), links.get(0).length + 1 + links.get(1).length);
        one[links.get(0).length] = '\n';
        System.arraycopy(links.get(1), 0, one, links.get(0).length + 1, links.get(1).length);
        assertThat(edge.refusal(forged(List.of(one), code(twice)))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** The code that gives the id of a link is of no use as one. */
    @Test
    void aLinkThatWouldBeSignedLikeAnIdIsRefused() {
        byte[] id = "id".getBytes(StandardCharsets.US_ASCII);
        AttenuableKey forged =
                new AttenuableKey(made.chain().with(id), made.code().next(id));
        assertThat(edge.refusal(forged.text())).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void theNameOfAnotherAppKeyIsRefused() {
        String other = "tga_1xUip6zzzzzzz";
        Sealed.insert(edge.directory, other, "another secret");
        byte[] bytes = bytes(made);
        System.arraycopy(other.getBytes(StandardCharsets.US_ASCII), 0, bytes, 1, other.length());
        assertThat(edge.refusal(text(bytes))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** Nobody is known to have the secret that fills empty places, not even one who reads our sources. */
    @Test
    void theSecretThatStandsForNoneProvesNothing() {
        ChainHead head = made.chain().head();
        AttenuableKey decoy = new AttenuableKey(Chain.of(head), LinkCode.of(head, ProvenChain.DECOY));
        assertThat(edge.refusal(decoy.text())).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    /** It is not a wrong key: its owner must not be told to throw it away. */
    @Test
    void anEdgeThatHasOnlyKeysOfADayCannotTell() {
        DayScope today = new DayScope(DayScope.OWN_PREFIX, "20261121", "eu");
        LiveSecret derived = new LiveSecret(today.derive(AttenuableEdge.SECRET), today, null);
        AppKey app = new AppKey(edge.record.entitlement(), List.of(derived), false);
        assertThatIllegalStateException()
                .isThrownBy(() -> ProvenChain.of(made, app))
                .withMessageContaining(AttenuableEdge.APP);
    }

    private boolean accepts(String text) {
        return edge.refusal(text) == null;
    }

    private String forged(List<byte[]> links, byte[] code) {
        ByteBuffer bytes = ByteBuffer.allocate(2048).put(bytes(made), 0, HEAD);
        links.forEach(link -> bytes.putShort((short) link.length).put(link));
        bytes.put(code);
        return text(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static String text(byte[] bytes) {
        return "tgn_" + Base64Url.encode(bytes);
    }

    private static byte[] bytes(AttenuableKey key) {
        return Base64Url.decode(key.text().substring("tgn_".length()));
    }

    private static byte[] code(AttenuableKey key) {
        byte[] bytes = bytes(key);
        return Arrays.copyOfRange(bytes, bytes.length - CODE, bytes.length);
    }

    private static List<byte[]> links(AttenuableKey key) {
        byte[] bytes = bytes(key);
        List<byte[]> links = new ArrayList<>();
        for (int at = HEAD; at < bytes.length - CODE; ) {
            int length = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
            links.add(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return links;
    }
}
