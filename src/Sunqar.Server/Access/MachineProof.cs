using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>An account's holder proves who he is at the machine itself, while no server runs: as on the sign-in page, and as an
/// act.</summary>
public static class MachineProof
{
    /// <summary>The account's holder; null where name, password or code is wrong, or the account is locked or not in good
    /// standing.</summary>
    public static async Task<Actor?> ProveAsync(ActDesk desk, CredentialFile credentials, string name, string password, string code)
    {
        if (
            credentials.OfName(PersonName.Of(name)) is not { } credential
            || desk.Read(state => state.Of<Staff>().Find(credential.AccountId)) is not { Standing: Standing.Good } account
        )
        {
            return null;
        }
        var signIn = new SignIn(
            Guid.NewGuid().ToString("N"),
            account.Id,
            SessionStore.Fresh().Id,
            SignInMeans.PasswordAndCode,
            SignInDesk.IsRight(credential, password),
            Totp.StepOf(credential.TotpSecret, code, DateTimeOffset.UtcNow)
        );
        return (await desk.DoAsync(signIn, account.Actor with { Role = Role.Nobody })).IsDone ? account.Actor : null;
    }
}
