using System.Text;
using System.Text.Json.Nodes;
using Sunqar.Formats.Payments;
using Xunit;

namespace Sunqar.Tests.Formats;

public class PaymentLinesTests
{
    private static readonly string Example = JsonNode.Parse(PaymentExamples.Full)!.ToJsonString();

    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\r\n", 7)]
    [InlineData("\n", 100_000)]
    public void Lines_are_read_in_order_however_the_stream_gives_them(string lineEnd, int bytesARead)
    {
        const int Count = 700;
        var text = string.Concat(
            Enumerable.Range(0, Count).Select(i => Example.Replace("000001", $"{i:D6}", StringComparison.Ordinal) + lineEnd)
        );
        using var lines = Lines(text, bytesARead);
        var refused = new List<long>();
        var ids = lines
            .Read(
                (line, _) =>
                {
                    refused.Add(line);
                    return true;
                }
            )
            .Select(payment => payment.Id)
            .ToList();
        Assert.Empty(refused);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"CASPKZKA-2026-{i:D6}"), ids);
        Assert.Equal(Count, lines.Line);
    }

    [Fact]
    public void A_mark_at_the_start_empty_lines_and_a_missing_last_line_end_are_tolerated()
    {
        using var lines = Lines($"\uFEFF{Example}\n\n\r\n{Example}", 5);
        Assert.IsType<PaymentReading.Read>(lines.Next());
        Assert.IsType<PaymentReading.Read>(lines.Next());
        Assert.Equal(4, lines.Line);
        Assert.Null(lines.Next());
        Assert.Null(lines.Next());
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void A_line_beyond_the_limit_is_refused_with_its_number_and_the_next_is_read(int bytesARead)
    {
        foreach (var length in new[] { PaymentLimits.BytesMax + 1, 3_000_000 })
        {
            using var lines = Lines($"{Example}\n{new string('x', length)}\n{Example}\n", bytesARead);
            Assert.IsType<PaymentReading.Read>(lines.Next());
            var refused = Assert.IsType<PaymentReading.Refused>(lines.Next());
            Assert.Contains("too long", refused.Reason, StringComparison.Ordinal);
            Assert.Equal(2, lines.Line);
            Assert.IsType<PaymentReading.Read>(lines.Next());
            Assert.Null(lines.Next());
        }
    }

    [Fact]
    public void A_line_at_the_limit_is_read()
    {
        var padded = Example + new string(' ', PaymentLimits.BytesMax - Encoding.UTF8.GetByteCount(Example));
        using var lines = Lines(padded + "\r\n" + padded, 3_000);
        Assert.IsType<PaymentReading.Read>(lines.Next());
        Assert.IsType<PaymentReading.Read>(lines.Next());
        Assert.Null(lines.Next());
    }

    [Fact]
    public void The_caller_says_whether_to_go_on_after_a_refusal()
    {
        var text = $"{Example}\n{{}}\n{Example}\n";
        using var all = Lines(text, 50);
        Assert.Equal(2, all.Read((line, refused) => line == 2 && refused.Field == "id").Count());
        using var first = Lines(text, 50);
        Assert.Single(first.Read((_, _) => false));
    }

    private static PaymentLines Lines(string text, int bytesARead) =>
        new(new Dripping(Encoding.UTF8.GetBytes(text), bytesARead), new PaymentJson(null));

    /// <summary>A stream that gives a few bytes at a time, as a network does.</summary>
    private sealed class Dripping(byte[] bytes, int bytesARead) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, bytesARead));
    }
}
