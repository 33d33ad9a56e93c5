using Sunqar.Core.Identity;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Dress;

/// <summary>Hashes that an older folder made of texts as they came stay, and are linked to the form.</summary>
public sealed class OldFormsTests : IDisposable
{
    private const string Iban = "KZ86125KZT5004100100";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private KeyStore Open(byte form = AccountForm.Version) =>
        new(_folder["keys"], _folder["root.key"], new KeyStoreOptions { Form = form });

    [Theory]
    [InlineData("kz86125kzt5004100100", Iban)]
    [InlineData("KZ86 125K ZT50 0410 0100", Iban)]
    [InlineData("kz86 125k zt50 0410 0100", "kz86125kzt5004100100")]
    [InlineData("IBAN " + Iban, "IBAN " + Iban)]
    public void An_account_of_an_older_folder_stays_the_same_subject(string thenAs, string nowAs)
    {
        SubjectId then;
        using (var older = Open(form: 0))
            then = older.Reserve(SubjectKind.Account, thenAs);
        using (var now = Open())
        {
            Assert.Equal(then, now.Find(SubjectKind.Account, nowAs));
            Assert.Equal(then, now.Reserve(SubjectKind.Account, nowAs));
            Assert.Equal(then, now.Reserve(SubjectKind.Account, Iban));
            Assert.Equal([then], now.Subjects());
        }
        using var later = Open();
        Assert.Equal(then, later.Find(SubjectKind.Account, Iban));
        // Forgotten, it is forgotten by every hash.
        Assert.Equal(1, later.Destroy([then]));
        Assert.True(later.Find(SubjectKind.Account, Iban).IsNone);
        Assert.True(later.Find(SubjectKind.Account, thenAs).IsNone);
    }
}
