using Sunqar.Core.Identity;
using Sunqar.Server.Oversight;
using Sunqar.Work.Oversight;
using Xunit;

namespace Sunqar.Tests.Oversight;

public class CitizenCodesTests
{
    private static readonly Iin Somebody = Iin.Parse("800416100254");

    private readonly Post _post = new();
    private readonly CitizenCodes _codes;

    public CitizenCodesTests() => _codes = new CitizenCodes(_post);

    private sealed class Post : ICodeOutbox
    {
        public List<string> Codes { get; } = [];

        public void Send(Iin iin, string code, long expiresUs) => Codes.Add(code);
    }

    private string Wrong => _post.Codes[^1] == "123456" ? "654321" : "123456";

    [Fact]
    public void The_right_code_proves_and_goes_on_proving_for_a_quarter_of_an_hour()
    {
        var handle = _codes.Begin(Somebody, 0);
        Assert.Equal(Somebody, _codes.Prove(handle, _post.Codes[0], CitizenCodes.LifeUs - 1));
        Assert.Equal(Somebody, _codes.Prove(handle, "", CitizenCodes.LifeUs - 2 + CitizenCodes.ProvedUs));
        Assert.Null(_codes.Prove(handle, "", CitizenCodes.LifeUs - 1 + CitizenCodes.ProvedUs));
    }

    [Fact]
    public void Five_wrong_ones_use_it_up()
    {
        var handle = _codes.Begin(Somebody, 0);
        for (var i = 0; i < CitizenCodes.TriesMax; i++)
            Assert.Null(_codes.Prove(handle, Wrong, 1));
        Assert.Null(_codes.Prove(handle, _post.Codes[0], 1));
    }

    [Fact]
    public void It_is_good_for_ten_minutes_and_for_its_own_handle()
    {
        var handle = _codes.Begin(Somebody, 0);
        Assert.Null(_codes.Prove(handle, _post.Codes[0], CitizenCodes.LifeUs));
        var other = _codes.Begin(Iin.Parse("680503250034"), 0);
        if (_post.Codes[0] != _post.Codes[1])
            Assert.Null(_codes.Prove(other, _post.Codes[0], 1));
        Assert.Null(_codes.Prove("invented", _post.Codes[1], 1));
    }

    [Fact]
    public void Three_in_an_hour_and_the_fourth_answers_as_the_others()
    {
        var handles = Enumerable.Range(0, 4).Select(_ => _codes.Begin(Somebody, 0)).ToArray();
        Assert.Equal(3, _post.Codes.Count);
        Assert.Equal(handles[0].Length, handles[3].Length);
        Assert.Null(_codes.Prove(handles[3], _post.Codes[2], 1));
        _codes.Begin(Somebody, 3_600_000_000);
        Assert.Equal(4, _post.Codes.Count);
    }

    [Fact]
    public void A_code_waits_in_a_file_of_its_owner_and_what_nobody_took_goes()
    {
        var folder = Directory.CreateTempSubdirectory("outbox").FullName;
        try
        {
            var outbox = new FileOutbox(() => folder);
            outbox.Send(Somebody, "123456", 0);
            var file = Assert.Single(Directory.GetFiles(folder));
            if (OperatingSystem.IsLinux())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Contains("\"code\":\"123456\"", File.ReadAllText(file), StringComparison.Ordinal);
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-11));
            outbox.Send(Somebody, "222222", 0);
            Assert.False(File.Exists(file));
            Assert.Single(Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
