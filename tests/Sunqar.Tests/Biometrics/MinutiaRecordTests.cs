using System.Buffers.Binary;
using System.Text.Json;
using Sunqar.Core.Biometrics;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Records of ISO/IEC 19794-2 are read as others read them, written so that they come back, and refused with the place of their
/// first fault.</summary>
public class MinutiaRecordTests
{
    public static TheoryData<MinutiaRecordEdition> Editions => [.. Enum.GetValues<MinutiaRecordEdition>()];

    [Theory]
    [InlineData("iso19794p2v2005-sample", MinutiaRecordEdition.Iso2005)]
    [InlineData("iso19794p2v2011-sample", MinutiaRecordEdition.Iso2011)]
    public void A_sample_is_read_as_another_program_reads_it(string name, MinutiaRecordEdition edition)
    {
        var bytes = File.ReadAllBytes(Repository.Shared($"standards/fingerprint/{name}.dat"));
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.Shared($"standards/fingerprint/{name}.json")));
        var read = Assert.IsType<MinutiaRecordReading.Read>(MinutiaRecordReader.Read(bytes));
        Assert.Equal(edition, read.Edition);
        var expected = json.RootElement.GetProperty("fingerprints").EnumerateArray().ToList();
        Assert.Equal(expected.Count, read.Views.Count);
        foreach (var (view, told) in read.Views.Zip(expected))
        {
            var whole = edition == MinutiaRecordEdition.Iso2005 ? json.RootElement : told;
            Assert.Equal(whole.GetProperty("width").GetInt32(), view.Width);
            Assert.Equal(whole.GetProperty("height").GetInt32(), view.Height);
            Assert.Equal(whole.GetProperty("resolutionX").GetInt32(), view.XPixelsPerCm);
            Assert.Equal(whole.GetProperty("resolutionY").GetInt32(), view.YPixelsPerCm);
            Assert.Equal(told.GetProperty("position").GetString(), Upper(view.Position.ToString()));
            var quality = edition == MinutiaRecordEdition.Iso2005 ? told : told.GetProperty("qrecords")[0];
            Assert.Equal(quality.GetProperty("quality").GetInt32(), view.Quality);
            Assert.Equal(told.GetProperty("minutiae").EnumerateArray().Select(Told), view.Minutiae);
        }
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public void What_is_written_comes_back(MinutiaRecordEdition edition)
    {
        var random = new Random(1);
        foreach (var count in Enumerable.Range(0, 60).Append(FingerTemplate.MinutiaeMax))
        {
            var template = Templates.Random(random, count);
            var read = Assert.IsType<MinutiaRecordReading.Read>(MinutiaRecordReader.Read(MinutiaRecordWriter.Write(template, edition)));
            Assert.Equal(edition, read.Edition);
            var back = Assert.Single(read.Views);
            Assert.Equal(template.Minutiae, back.Minutiae);
            Assert.Equal(template with { Minutiae = back.Minutiae }, back);
        }
    }

    [Fact]
    public void The_bytes_of_the_older_edition_are_these()
    {
        var template = new FingerTemplate(
            416,
            560,
            197,
            197,
            FingerPosition.LeftIndex,
            0,
            77,
            [new Minutia(MinutiaType.Ending, 100, 14, 80, 90), new Minutia(MinutiaType.Bifurcation, 55, 18, 16, 0)]
        );
        Assert.Equal(
            "464D5200203230000000002A" // FMR, version 20, 42 bytes
                + "0000"
                + "01A00230" // 416 by 560
                + "00C500C5" // 197 pixels a centimetre each way
                + "0100"
                + "07004D02" // left index, view 0 of a live plain print, quality 77, two minutiae
                + "4064000E505A"
                + "803700121000"
                + "0000",
            Convert.ToHexString(MinutiaRecordWriter.Write(template, MinutiaRecordEdition.Iso2005))
        );
    }

    [Theory]
    [MemberData(nameof(Editions))]
    public void Whatever_is_cut_off_is_missed(MinutiaRecordEdition edition)
    {
        var whole = MinutiaRecordWriter.Write(Templates.Random(new Random(2), 20), edition);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.IsType<MinutiaRecordReading.Refused>(MinutiaRecordReader.Read(cut));
            if (length < 12)
                continue;
            // Also where the record says that it is as short as it is.
            BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(8), length);
            Assert.IsType<MinutiaRecordReading.Refused>(MinutiaRecordReader.Read(cut));
        }
        Assert.IsType<MinutiaRecordReading.Refused>(MinutiaRecordReader.Read([.. whole, 0]));
    }

    /// <param name="at">Which byte is changed, and which field it is in begins at <paramref name="told"/>.</param>
    [Theory]
    [InlineData(MinutiaRecordEdition.Iso2005, 0, 0x47, MinutiaRecordFault.NotMinutiae, 0)]
    [InlineData(MinutiaRecordEdition.Iso2005, 5, 0x33, MinutiaRecordFault.UnknownEdition, 4)]
    [InlineData(MinutiaRecordEdition.Iso2005, 11, 0xFF, MinutiaRecordFault.WrongLength, 8)]
    [InlineData(MinutiaRecordEdition.Iso2005, 22, 0, MinutiaRecordFault.ViewCount, 22)]
    [InlineData(MinutiaRecordEdition.Iso2005, 22, 200, MinutiaRecordFault.ViewCount, 22)]
    [InlineData(MinutiaRecordEdition.Iso2005, 22, 2, MinutiaRecordFault.Truncated, 0)]
    [InlineData(MinutiaRecordEdition.Iso2005, 19, 10, MinutiaRecordFault.Resolution, 18)]
    [InlineData(MinutiaRecordEdition.Iso2005, 20, 200, MinutiaRecordFault.Resolution, 18)]
    [InlineData(MinutiaRecordEdition.Iso2005, 24, 11, MinutiaRecordFault.FingerPosition, 24)]
    [InlineData(MinutiaRecordEdition.Iso2005, 27, 255, MinutiaRecordFault.Truncated, 28)]
    [InlineData(MinutiaRecordEdition.Iso2005, 28, 0xC0, MinutiaRecordFault.MinutiaType, 28)]
    [InlineData(MinutiaRecordEdition.Iso2005, 30, 0x3F, MinutiaRecordFault.MinutiaPlace, 28)]
    [InlineData(MinutiaRecordEdition.Iso2005, 33, 101, MinutiaRecordFault.MinutiaQuality, 28)]
    [InlineData(MinutiaRecordEdition.Iso2011, 13, 0, MinutiaRecordFault.ViewCount, 13)]
    [InlineData(MinutiaRecordEdition.Iso2011, 18, 0, MinutiaRecordFault.WrongLength, 15)]
    [InlineData(MinutiaRecordEdition.Iso2011, 33, 17, MinutiaRecordFault.WrongLength, 33)]
    [InlineData(MinutiaRecordEdition.Iso2011, 50, 0x71, MinutiaRecordFault.MinutiaLength, 50)]
    public void A_fault_is_told_with_its_place(MinutiaRecordEdition edition, int at, byte value, MinutiaRecordFault fault, int told)
    {
        var bytes = MinutiaRecordWriter.Write(Templates.Random(new Random(3), 2), edition);
        bytes[at] = value;
        var refused = Assert.IsType<MinutiaRecordReading.Refused>(MinutiaRecordReader.Read(bytes));
        Assert.Equal(fault, refused.Fault);
        if (told > 0 || at == 0)
            Assert.Equal(told, refused.At);
    }

    [Fact]
    public void A_record_without_end_is_not_looked_at() =>
        Assert.Equal(
            MinutiaRecordFault.TooLong,
            Assert.IsType<MinutiaRecordReading.Refused>(MinutiaRecordReader.Read(new byte[MinutiaRecordReader.BytesMax + 1])).Fault
        );

    [Theory]
    [MemberData(nameof(Editions))]
    public void Damaged_records_are_read_or_refused_and_never_harm(MinutiaRecordEdition edition) => Fuzz(edition, seed: 4, times: 40_000);

    [Theory]
    [Trait("Suite", "Whole")]
    [MemberData(nameof(Editions))]
    public void Many_more_damaged_records_are_read_or_refused(MinutiaRecordEdition edition) => Fuzz(edition, seed: 5, times: 2_000_000);

    private static void Fuzz(MinutiaRecordEdition edition, int seed, int times)
    {
        var random = new Random(seed);
        var taken = 0;
        for (var i = 0; i < times; i++)
        {
            var bytes = Damage.Done(MinutiaRecordWriter.Write(Templates.Random(random, random.Next(12)), edition), random);
            if (MinutiaRecordReader.Read(bytes) is not MinutiaRecordReading.Read read)
                continue;
            taken++;
            // What was taken can be written and compared.
            foreach (var view in read.Views)
            {
                var again = MinutiaRecordReader.Read(MinutiaRecordWriter.Write(view, edition));
                Assert.Equal(view.Minutiae, Assert.IsType<MinutiaRecordReading.Read>(again).Views[0].Minutiae);
                FingerMatcher.Compare(MinutiaCylinders.Of(view), MinutiaCylinders.Of(view));
            }
        }
        Assert.InRange(taken, times / 400, times - times / 400);
    }

    private static Minutia Told(JsonElement told) =>
        new(
            Enum.Parse<MinutiaType>(told.GetProperty("type").GetString()!, ignoreCase: true),
            told.GetProperty("positionX").GetInt32(),
            told.GetProperty("positionY").GetInt32(),
            told.GetProperty("angle").GetByte(),
            told.GetProperty("quality").GetByte()
        );

    /// <summary>LeftIndex as LEFT_INDEX.</summary>
    private static string Upper(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);
}
