using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>How a sign-in ended.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome() { }

    /// <param name="Secret">What the cookie carries.</param>
    public sealed record In(string Secret, Role Role) : SignInOutcome;

    /// <summary>For whatever reason: whoever asks learns no more.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>The folder is still being opened.</summary>
    public sealed record Starting : SignInOutcome;
}

/// <summary>Holds names, passwords and codes against the credentials. An unknown name costs as much work and time as a known one.</summary>
internal sealed class SignInDesk(ActDoor acts, AccessDoor access, SessionStore sessions, RefusalBook refusals)
{
    /// <summary>
    /// PBKDF2 with HMAC-SHA-512, so many rounds: what OWASP's password storage cheat sheet asks for (2023).
    /// </summary>
    private const int Rounds = 210_000;

    /// <summary>A refusal takes at least so long, whatever it is for, so that its time tells nothing.</summary>
    private static readonly TimeSpan RefusalMin = TimeSpan.FromMilliseconds(400);

    // Passwords are slow to hash on purpose; so many at once, and no more of the machine.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _nobodys = new(() => Hasher.HashPassword("", Guid.NewGuid().ToString()));

    private static PasswordHasher<string> Hasher { get; } = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <summary>Whether a password is a credential's.</summary>
    internal static bool IsRight(Credential credential, string password) =>
        password.Length <= PersonName.PasswordLengthMax
        && Hasher.VerifyHashedPassword("", credential.PasswordHash, password) != PasswordVerificationResult.Failed;

    public async Task<SignInOutcome> SignInAsync(string name, string password, string code)
    {
        if (acts.Current is not { } desk || access.Credentials is not { } credentials)
            return new SignInOutcome.Starting();
        var least = Task.Delay(RefusalMin);
        var credential = credentials.OfName(PersonName.Of(name));
        var account = credential is null ? null : desk.Read(state => state.Of<Staff>().Find(credential.AccountId));
        var isRight = await IsRightAsync(account is null ? null : credential, password);
        var outcome =
            account is null || desk.NowUs < account.LockedUntilUs
                ? Count(account)
                : await DecideAsync(
                    desk,
                    account,
                    SignInMeans.PasswordAndCode,
                    isRight,
                    Totp.StepOf(credential!.TotpSecret, code, access.Time.GetUtcNow())
                );
        if (outcome is SignInOutcome.Refused)
            await least;
        return outcome;
    }

    /// <summary>Whoever knocks at what is not there, or is locked, is counted: an act each would let anybody fill the disk.</summary>
    private SignInOutcome.Refused Count(Account? account)
    {
        refusals.Count("sign-in", account is null ? "unknown-name" : "locked");
        return new SignInOutcome.Refused();
    }

    /// <summary>Lets the desk of acts decide what was proved, and begins the session.</summary>
    public async Task<SignInOutcome> DecideAsync(ActDesk desk, Account account, SignInMeans means, bool isRight, long step)
    {
        var (secret, id) = SessionStore.Fresh();
        var command = new SignIn(Guid.NewGuid().ToString("N"), account.Id, id, means, isRight, step);
        var answer = await desk.DoAsync(command, account.Actor with { Role = Role.Nobody });
        if (!answer.IsDone)
            return new SignInOutcome.Refused();
        return Begin(desk, account.Id, secret, id);
    }

    /// <summary>Begins the session that an act has put on record.</summary>
    public SignInOutcome Begin(ActDesk desk, string accountId, string secret, string id)
    {
        if (desk.Read(state => state.Of<Staff>().Find(accountId)) is not { Standing: not Standing.Suspended } account)
            return new SignInOutcome.Refused();
        sessions.Begin(id, account);
        return new SignInOutcome.In(secret, account.Role);
    }

    private async Task<bool> IsRightAsync(Credential? credential, string password)
    {
        if (password.Length > PersonName.PasswordLengthMax)
            password = "";
        await _hashing.WaitAsync();
        try
        {
            return await Task.Run(() => Hasher.VerifyHashedPassword("", credential?.PasswordHash ?? _nobodys.Value, password))
                    != PasswordVerificationResult.Failed
                && credential is not null;
        }
        finally
        {
            _hashing.Release();
        }
    }
}
