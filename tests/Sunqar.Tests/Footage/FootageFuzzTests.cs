using System.Text;
using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Xunit;
using static Sunqar.Tests.Footage.FootageSamples;

namespace Sunqar.Tests.Footage;

/// <summary>Bytes that were changed by dice are read or refused, never more: no exception leaves a parser.</summary>
public class FootageFuzzTests
{
    public static TheoryData<string, int> Parsers()
    {
        var rows = new TheoryData<string, int>();
        foreach (var parser in (string[])["manifest", "challenge", "answer", "mp4", "name", "holds", "uptime", "receipts"])
            rows.Add(parser, parser is "holds" or "uptime" or "receipts" ? 200 : 3_000);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Parsers))]
    public void No_input_breaks_a_parser(string parser, int rounds) => Run(parser, rounds);

    [Theory]
    [MemberData(nameof(Parsers))]
    [Trait("Suite", "Whole")]
    public void No_input_breaks_a_parser_at_length(string parser, int rounds) => Run(parser, rounds * 100);

    private static void Run(string parser, int rounds)
    {
        var dice = new Random(parser.Length * 1000 + 7);
        var leaf = new ChallengedLeaf(new SegmentKey("A-17", "2", DayUs), 10_000, Root("x"), 2);
        var challengeBytes = ChallengeFile.Write(DayUs, [leaf, leaf with { Leaf = 0 }]);
        var challenge = ((ChallengeReading.Read)ChallengeFile.Read(challengeBytes, "c")).Challenge;
        var answer = new MemoryStream();
        AnswerFile.Begin(answer, challenge);
        AnswerFile.Add(answer, 0, new AnsweredLeaf(new byte[1808], [Root("a"), Root("b")]));
        AnswerFile.Add(answer, 1, new AnsweredLeaf(null, []));
        var (good, read) = ((byte[], Action<byte[]>))(
            parser switch
            {
                "manifest" => (
                    new SampleManifest().Add(Segment("A-17", DayUs)).Sign(DayUs).Bytes,
                    bytes => new ManifestReader("m", null, new KeptLines()).Read(new MemoryStream(bytes))
                ),
                "challenge" => (challengeBytes, bytes => ChallengeFile.Read(bytes, "c")),
                "answer" => (answer.ToArray(), bytes => AnswerFile.Check(new MemoryStream(bytes), "a", challenge)),
                "holds" => (
                    "terminal,from,to,until,reason\nA-17,2026-01-15T09:00Z,2026-01-15T10:00Z,2027-01-15T10:00Z,a case\n"u8.ToArray(),
                    Table(path => FootageTables.Holds(path, _ => { }))
                ),
                "uptime" => (
                    "terminal,from,to,camera\nA-17,2026-01-15T09:00:00Z,2026-01-15T10:00:00Z,2\n"u8.ToArray(),
                    Table(path => FootageTables.Uptime(path, _ => { }))
                ),
                "receipts" => (
                    "size,received\n17,2026-01-15T09:00:00Z\n"u8.ToArray(),
                    Table(path => FootageTables.Receipts(path, _ => { }))
                ),
                "mp4" => (Mp4(3600), bytes => Mp4Header.Read(new MemoryStream(bytes))),
                _ => ("A-17_20260115T090000Z_2"u8.ToArray(), bytes => SegmentName.Parse(Encoding.Latin1.GetString(bytes))),
            }
        );
        for (var round = 0; round < rounds; round++)
            read(Changed(good, dice));
    }

    /// <summary>Tables are read from files.</summary>
    private static Action<byte[]> Table(Action<string> read)
    {
        var path = Path.GetTempFileName();
        return bytes =>
        {
            File.WriteAllBytes(path, bytes);
            read(path);
            File.Delete(path);
        };
    }

    private static byte[] Changed(byte[] good, Random dice)
    {
        var bytes = good.ToList();
        for (var changes = dice.Next(1, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = dice.Next(bytes.Count);
            switch (dice.Next(5))
            {
                case 0:
                    bytes[at] = (byte)dice.Next(256);
                    break;
                case 1:
                    bytes[at] = "{}[]\",:\\u0019e-\n\0"u8[dice.Next(17)];
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(dice.Next(1, 40), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(dice.Next(at + 1), dice.Next(Math.Min(40, bytes.Count - at))));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << dice.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }
}
