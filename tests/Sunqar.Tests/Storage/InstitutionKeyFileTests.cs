using Sunqar.Core.Acts;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.Storage;

public sealed class InstitutionKeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("institution-keys").FullName;
    private readonly SetTime _time = new();

    private InstitutionKeyFile Open() => new(_folder, new FolderSeal(new byte[32]), _time);

    [Fact]
    public void A_key_is_good_for_its_institution_role_and_scope()
    {
        var (bank, platform) = (Open().Create("CASPKZKA"), Open().Create("EXCH-1", Role.Platform, "payments"));
        Assert.Equal(("CASPKZKA", Role.Bank, null), Open().Find(bank) is { } one ? (one.Institution, one.Role, one.Scope) : default);
        var other = Open().Find(platform)!;
        Assert.Equal(("EXCH-1", Role.Platform, "payments"), (other.Institution, other.Role, other.Scope));
        Assert.True(other.Admits("payments:decide"));
        Assert.False(other.Admits("platforms:report"));
        Assert.False(other.Admits("pay"));
        Assert.True(Open().Find(bank)!.Admits("anything"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open().Create("CASPKZKA", Role.Admin));
    }

    [Fact]
    public void A_rotated_key_is_the_same_in_all_but_its_secret_and_the_old_one_ends_after_the_overlap()
    {
        var keys = Open();
        var old = keys.Create("EXCH-1", Role.Platform, "payments");
        var fresh = keys.Rotate(old.Split('_')[1], TimeSpan.FromHours(24))!;
        Assert.Equal(
            keys.Find(old)! with
            {
                Id = "",
                Created = default,
                Revoked = null,
            },
            keys.Find(fresh)! with
            {
                Id = "",
                Created = default,
            }
        );
        _time.Pass(TimeSpan.FromHours(23));
        Assert.NotNull(keys.Find(old));
        _time.Pass(TimeSpan.FromHours(1));
        Assert.Null(keys.Find(old));
        Assert.NotNull(Open().Find(fresh));
        Assert.Null(keys.Rotate(old.Split('_')[1], TimeSpan.Zero));
        Assert.Null(keys.Rotate("none", TimeSpan.Zero));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
