using System.Text;
using Sunqar.Server.Access;
using Xunit;

namespace Sunqar.Tests.Access;

/// <summary>One-time codes against the vectors of RFC 6238, appendix B (SHA-1; the last six digits of eight).</summary>
public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_vectors_of_the_standard(long seconds, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, Totp.Code(Secret, Totp.StepAt(now)));
        Assert.Equal(seconds / 30, Totp.StepOf(Secret, code, now));
        Assert.Equal(seconds / 30, Totp.StepOf(Secret, code.Insert(3, " "), now.AddSeconds(30)));
        Assert.Equal(0, Totp.StepOf(Secret, code, now.AddSeconds(61)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("28708x")]
    [InlineData("٢٨٧٠٨٢")]
    [InlineData("-87082")]
    public void What_is_no_code_is_of_no_step(string typed) =>
        Assert.Equal(0, Totp.StepOf(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Fact]
    public void An_app_reads_the_secret_in_base_32() =>
        Assert.Equal(
            "otpauth://totp/Sunqar:Head%20of%20unit?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sunqar",
            Totp.Uri(Secret, "Head of unit")
        );
}
