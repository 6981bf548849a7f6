import django

django.setup()

from bench.run import main  # noqa: E402 - models can be imported only now

if __name__ == "__main__":
    main()
