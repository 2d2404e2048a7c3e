from hypothesis import settings

# A busy machine must not fail a test that is right.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
